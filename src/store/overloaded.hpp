// std::visit with a lambda for each alternative.
#pragma once

namespace usher::store {

template <class... Fs>
struct overloaded : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
overloaded(Fs...) -> overloaded<Fs...>;

}  // namespace usher::store
