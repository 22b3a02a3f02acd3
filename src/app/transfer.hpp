// `usher export` and `usher import`: an organization as JSON lines, to move it to another server or
// to look at it.
//
// The first line tells the organization's name and settings; each other one is a row: {"table":
// "person", "row": {...}}, in an order that depends on nothing but the rows. Tokens, webhooks and
// second factors do not travel (store/transfer.hpp); password hashes do.
#pragma once

#include "base/config.hpp"

#include <iosfwd>
#include <string>

namespace usher::app {

/// Writes the organization called `slug` to `out`, in bounded memory. Throws std::runtime_error if
/// there is none, or `out` takes no more.
void export_organization(const base::Config& config, const std::string& slug, std::ostream& out);

/// Reads an export from `in` into the organization called `slug`, which must be empty: wholly or
/// not at all. Throws std::runtime_error naming the line that does not fit.
void import_organization(const base::Config& config, const std::string& slug, std::istream& in);

}  // namespace usher::app
