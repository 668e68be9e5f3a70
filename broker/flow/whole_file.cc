#include "broker/flow/whole_file.h"

#include "broker/flow/names.h"

namespace caseway::flow {

void write_whole_file(Disk& disk, const std::string& name, BytesView bytes) {
  const auto unfinished = name + std::string(unfinished_ending);
  try {
    auto file = disk.open(unfinished, true);
    file->truncate(0);
    file->write(0, bytes);
    file->sync();
  } catch (const DiskFull&) {
    if (disk.exists(unfinished)) disk.remove(unfinished);
    throw;
  }
  disk.rename(unfinished, name);
}

}  // namespace caseway::flow
