#include "limits/unit_of_work.hpp"

#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::bench {
namespace {

Piece read_piece(const nlohmann::json& piece) {
    if (piece.is_string()) return piece.get<std::string>();
    return Blank{
        piece.at("variable").get<std::string>().at(0), piece.at("width").get<std::size_t>()};
}

Template read_template(const nlohmann::json& parameter) {
    if (parameter.is_null()) return std::nullopt;
    std::vector<Piece> pieces;
    for (const auto& piece : parameter)
        pieces.push_back(read_piece(piece));
    return pieces;
}

std::string padded(std::size_t number, std::size_t width) {
    auto digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

}  // namespace

UnitOfWork read_unit_of_work(const std::string& file) {
    std::ifstream in(file);
    if (!in) throw std::runtime_error("cannot read " + file);
    UnitOfWork unit;
    for (const auto& statement : nlohmann::json::parse(in)) {
        RecordedStatement recorded{.sql = statement.at("sql"), .parameters = {}};
        for (const auto& parameter : statement.at("parameters"))
            recorded.parameters.push_back(read_template(parameter));
        unit.push_back(std::move(recorded));
    }
    return unit;
}

std::string fill(const std::vector<Piece>& pieces, std::size_t person, std::size_t unique) {
    std::string text;
    for (const auto& piece : pieces) {
        if (const auto* literal = std::get_if<std::string>(&piece)) {
            text += *literal;
        } else {
            const auto& blank = std::get<Blank>(piece);
            text += padded(blank.variable == 'n' ? person : unique, blank.width);
        }
    }
    return text;
}

}  // namespace usher::bench
