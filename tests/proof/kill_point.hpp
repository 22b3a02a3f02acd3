// Between any two steps of a unit of work a process can die. This is how a test makes it: a program
// that links kill_point.cpp counts what it hands to its database (each message to PostgreSQL, each
// block written to SQLite's files), and is killed in place of one of them.
#pragma once

namespace usher::test {

/// From here on: kills this process (SIGKILL) before the `step`th time, counted from 1. Whatever it
/// had handed over stays; nothing else leaves any more.
void die_at(int step);

}  // namespace usher::test
