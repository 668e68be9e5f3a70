// The line that the broker leaves when it ends in a way it did not choose, and cannot unwind: no memory, an exception
// that nobody catches, a check that failed, a signal.
#pragma once

namespace caseway::host {

/// From now on this process does not end without a line on `fd`, in the form of the log, written by one write(2) and
/// with no allocation:
///   event=fault    no memory for `operator new`, in any thread: `exit_code` at the spot, since unwinding needs memory;
///                  an exception that a thread does not catch: its text, and `exit_code`
///   event=aborted  abort() (a MUST or a check of a library: what it says stands in the lines before), std::terminate
///                  without an exception, SIGSEGV, this thread's stack used up, SIGBUS, SIGHUP and other signals that
///                  end a process; the signal then takes its course
/// A signal whose disposition somebody has set before (nohup, a sanitizer) stays as it is. SIGKILL leaves no line: the
/// out-of-memory killer of the kernel writes to the kernel's log.
///
/// Once in a process, by its main thread, before any other starts. `fd` must stay open to the end.
void leave_last_words(int fd, int exit_code);

}  // namespace caseway::host
