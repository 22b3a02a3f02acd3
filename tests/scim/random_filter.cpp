#include "tests/scim/random_filter.hpp"

#include <array>

namespace usher::test {

using namespace scim;

/// An attribute to compare.
struct Random::Subject {
    const char* path;
    Type type;
};

namespace {

using enum Operator;

const std::vector<Operator>& operators_on(Type type) {
    static const std::vector<Operator> all = {eq, ne, co, sw, ew, gt, ge, lt, le};
    static const std::vector<Operator> ordering = {eq, ne, gt, ge, lt, le};
    static const std::vector<Operator> equality = {eq, ne};
    switch (type) {
        case Type::string:
        case Type::reference:
            return all;
        case Type::boolean:
        case Type::binary:
            return equality;
        default:
            return ordering;
    }
}

}  // namespace

std::size_t Random::below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_);
}

std::int64_t Random::between(std::int64_t first, std::int64_t last) {
    return std::uniform_int_distribution<std::int64_t>(first, last)(engine_);
}

bool Random::chance(double probability) {
    return std::bernoulli_distribution(probability)(engine_);
}

std::string Random::text() {
    static const std::array<const char*, 14> letters = {
        "a", "A", "b", "B", "ä", "Ä", "a\u0308", "\"", "\\", " ", "]", ")", "\n", "😀"};
    std::string result;
    const std::size_t kinds = chance(0.7) ? 4 : letters.size();
    for (std::size_t i = between(0, 3); i-- > 0;)
        result += letters.at(below(kinds));
    return result;
}

std::string Random::date_time() {
    static const std::array<const char*, 4> times = {
        "2026-11-23T09:05:00", "2026-11-23T10:05:00", "2026-11-22T23:05:00", "2026-11-23T09:05:01"};
    static const std::array<const char*, 4> fractions = {"", ".0", ".5", ".500000001"};
    static const std::array<const char*, 5> offsets = {"", "Z", "+01:00", "-10:00", "+00:00"};
    return std::string(one_of(times)) + one_of(fractions) + one_of(offsets);
}

std::string Random::bytes(std::size_t longest) {
    std::string result(below(longest + 1), '\0');
    for (char& c : result)
        c = static_cast<char>(below(256));
    return result;
}

Literal Random::literal(Type type) {
    switch (type) {
        case Type::boolean:
            return {Literal::Kind::boolean, chance(0.5) ? "true" : "false"};
        case Type::integer:
        case Type::decimal:
            return {Literal::Kind::number, to_text(value(type))};
        default:
            return {Literal::Kind::string, value(type).get<std::string>()};
    }
}

Json Random::value(Type type) {
    switch (type) {
        case Type::boolean:
            return chance(0.5);
        case Type::integer:
            return between(-3, 3);
        case Type::decimal:
            return static_cast<double>(between(-6, 6)) / 2;
        case Type::date_time:
            return date_time();
        default:
            return text();
    }
}

Filter Random::comparison(const Subject& subject) {
    Comparison result{.path = parse_attribute_path(subject.path), .op = pr, .literal = {}};
    if (chance(0.15)) return {result};
    if (chance(0.1)) {
        result.op = chance(0.5) ? eq : ne;
        result.literal = {Literal::Kind::null, "null"};
        return {result};
    }
    result.op = one_of(operators_on(subject.type));
    result.literal = literal(subject.type);
    return {result};
}

Filter Random::filter_on(const std::vector<Subject>& subjects, int depth) {
    if (depth == 0 || chance(0.3)) return comparison(one_of(subjects));
    std::vector<Filter> operands;
    for (std::size_t i = 2 + below(2); i-- > 0;)
        operands.push_back(filter_on(subjects, depth - 1));
    switch (below(3)) {
        case 0:
            return {And{std::move(operands)}};
        case 1:
            return {Or{std::move(operands)}};
        default:
            operands.resize(1);
            return {Not{std::move(operands)}};
    }
}

Filter Random::filter(int depth) {
    static const std::vector<Subject> subjects = {
        {"userName",                                      Type::string   },
        {"USERNAME",                                      Type::string   },
        {"urn:test:core:2.0:Sample:nickName",             Type::string   },
        {"profileUrl",                                    Type::reference},
        {"active",                                        Type::boolean  },
        {"loginCount",                                    Type::integer  },
        {"score",                                         Type::decimal  },
        {"birth",                                         Type::date_time},
        {"certificate",                                   Type::binary   },
        {"tags",                                          Type::string   },
        {"name.familyName",                               Type::string   },
        {"emails",                                        Type::string   },
        {"emails.type",                                   Type::string   },
        {"emails.primary",                                Type::boolean  },
        {"urn:test:extension:work:2.0:Sample:manager",    Type::string   },
        {"urn:test:extension:work:2.0:Sample:department", Type::string   },
    };
    static const std::vector<Subject> sub_subjects = {
        {"value",   Type::string   },
        {"type",    Type::string   },
        {"primary", Type::boolean  },
        {"$ref",    Type::reference}
    };
    if (chance(0.8)) return filter_on(subjects, depth);
    ValuePath value_path{.path = parse_attribute_path("emails"), .inner = {}};
    value_path.inner.push_back(filter_on(sub_subjects, depth));
    Filter result{std::move(value_path)};
    if (chance(0.5)) return result;
    Or either;
    either.operands.push_back(std::move(result));
    either.operands.push_back(filter_on(subjects, depth - 1));
    return {std::move(either)};
}

Json Random::resource() {
    Json result = Json::object();
    const auto put = [this](Json& object, const char* name, Type type) {
        if (chance(0.7)) object[name] = value(type);
    };
    put(result, "userName", Type::string);
    put(result, "nickName", Type::string);
    put(result, "profileUrl", Type::reference);
    put(result, "active", Type::boolean);
    put(result, "loginCount", Type::integer);
    put(result, "score", Type::decimal);
    put(result, "birth", Type::date_time);
    put(result, "certificate", Type::binary);
    for (std::size_t i = below(3); i-- > 0;)
        result["tags"].push_back(text());
    put(result["name"], "familyName", Type::string);
    for (std::size_t i = below(3); i-- > 0;) {
        Json email = Json::object();
        put(email, "value", Type::string);
        put(email, "type", Type::string);
        put(email, "primary", Type::boolean);
        result["emails"].push_back(std::move(email));
    }
    Json& work = result["urn:test:extension:work:2.0:Sample"];
    put(work, "department", Type::string);
    put(work["manager"], "value", Type::string);
    return result;
}

}  // namespace usher::test
