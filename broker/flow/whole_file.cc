#include "broker/flow/whole_file.h"

#include "broker/flow/names.h"

namespace caseway::flow {

void write_unfinished(Disk& disk, const std::string& name, BytesView bytes) {
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
}

void finish(Disk& disk, const std::string& name) { disk.rename(name + std::string(unfinished_ending), name); }

Bytes read_whole_file(Disk& disk, const std::string& name) {
  auto file = disk.open(name, false);
  Bytes bytes(file->size());
  bytes.resize(file->read(0, bytes));
  return bytes;
}

void write_whole_file(Disk& disk, const std::string& name, BytesView bytes) {
  write_unfinished(disk, name, bytes);
  finish(disk, name);
}

}  // namespace caseway::flow
