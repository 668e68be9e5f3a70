// The operator new of casewayd, over malloc. The one of mimalloc, compiled as C, cannot throw: where there is no memory
// it looks for no handler of ours and ends the process by abort(), without a line. Its operator delete, and all that it
// gives for malloc and free, stay.
#include <cstdlib>
#include <new>

namespace {

/// As the language has it: the handler is asked until there is memory; without one the caller hears it.
template <class Allocate>
void* until_there_is_memory(Allocate allocate) {
  for (;;) {
    if (void* const memory = allocate()) return memory;
    const auto handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

}  // namespace

void* operator new(std::size_t bytes) {
  return until_there_is_memory([bytes] { return std::malloc(bytes > 0 ? bytes : 1); });
}

void* operator new(std::size_t bytes, std::align_val_t alignment) {
  const auto boundary = static_cast<std::size_t>(alignment);
  const std::size_t whole = (bytes + boundary - 1) / boundary * boundary;  // as aligned_alloc wants it
  return until_there_is_memory([=] { return whole < bytes ? nullptr : std::aligned_alloc(boundary, whole); });
}

void* operator new[](std::size_t bytes) { return operator new(bytes); }
void* operator new[](std::size_t bytes, std::align_val_t alignment) { return operator new(bytes, alignment); }
