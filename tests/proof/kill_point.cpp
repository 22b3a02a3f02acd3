#include "tests/proof/kill_point.hpp"

#include <atomic>
#include <csignal>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace usher::test {

namespace {

std::atomic<int> steps_left{0};

/// 0 never comes: not armed.
void step() {
    if (steps_left > 0 && --steps_left == 0) ::kill(::getpid(), SIGKILL);
}

}  // namespace

void die_at(int step) {
    steps_left = step;
}

}  // namespace usher::test

// libpq and SQLite find these before those of libc, which do the same without counting.

extern "C" ssize_t send(int socket, const void* bytes, size_t size, int flags) {
    usher::test::step();
    return syscall(SYS_sendto, socket, bytes, size, flags, nullptr, 0);
}

extern "C" ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
    usher::test::step();
    return syscall(SYS_pwrite64, file, bytes, size, at);
}
