#include "http/front/poller.hpp"

#include <cerrno>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>

namespace usher::http {

namespace {

FileDescriptor opened(int number) {
    if (number < 0) throw std::system_error(errno, std::generic_category(), "cannot poll");
    return FileDescriptor(number);
}

bool control(int epoll, int operation, int socket, std::uint32_t events, void* tag) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = tag;
    return ::epoll_ctl(epoll, operation, socket, &event) == 0;
}

}  // namespace

Poller::Poller()
    : epoll_(opened(::epoll_create1(EPOLL_CLOEXEC))),
      release_(opened(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))) {
    // Not one-shot: once written to, it stays ready for every thread.
    if (!control(epoll_.number(), EPOLL_CTL_ADD, release_.number(), EPOLLIN, nullptr)) {
        throw std::system_error(errno, std::generic_category(), "cannot poll");
    }
}

bool Poller::add(int socket, std::uint32_t events, void* tag) {
    return control(epoll_.number(), EPOLL_CTL_ADD, socket, events | EPOLLONESHOT, tag);
}

bool Poller::rearm(int socket, std::uint32_t events, void* tag) {
    return control(epoll_.number(), EPOLL_CTL_MOD, socket, events | EPOLLONESHOT, tag);
}

void* Poller::wait() {
    epoll_event event{};
    return ::epoll_wait(epoll_.number(), &event, 1, -1) == 1 ? event.data.ptr : nullptr;
}

void Poller::release_all() {
    (void)::eventfd_write(release_.number(), 1);
}

}  // namespace usher::http
