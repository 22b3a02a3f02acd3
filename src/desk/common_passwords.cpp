#include "desk/common_passwords.hpp"

#include <algorithm>
#include <array>

namespace usher::desk {

namespace {

using namespace std::string_view_literals;

// In byte order.
constexpr std::array common = std::to_array<std::string_view>({
    "00000000",      "0123456789",
    "0987654321",    "11111111",
    "11223344",      "112233445566",
    "12121212",      "123123123",
    "123321123",     "12341234",
    "12344321",      "12345678",
    "123456789",     "1234567890",
    "1234qwer",      "123abc",
    "123qwe",        "123qweasd",
    "147258369",     "159753",
    "1q2w3e4r",      "1q2w3e4r5t",
    "1qaz2wsx",      "1qazxsw2",
    "789456123",     "87654321",
    "987654321",     "a123456",
    "a1b2c3d4",      "aa123456",
    "abc123",        "abc123456",
    "abcd1234",      "abracadabra",
    "acceso",        "access",
    "admin",         "administrador",
    "administrator", "alejandro",
    "alexander",     "america",
    "andrea",        "andrew",
    "angel",         "angels",
    "april",         "argentina",
    "arsenal",       "asd123",
    "asdf1234",      "asdfgh",
    "asdfghjk",      "asdfghjkl",
    "august",        "autumn",
    "azerty",        "azertyuiop",
    "bailey",        "banana",
    "barcelona",     "baseball",
    "basketball",    "batman",
    "bienvenido",    "blessed",
    "blink182",      "bonjour",
    "brasil",        "buster",
    "butterfly",     "changeit",
    "changeme",      "charlie",
    "cheese",        "chelsea",
    "chicken",       "chocolate",
    "christ",        "colombia",
    "company",       "computer",
    "contrasena",    "contraseña",
    "cookie",        "correcthorsebatterystaple",
    "corvette",      "daniel",
    "daniela",       "danielle",
    "december",      "default",
    "diamond",       "dios",
    "dios123",       "dragon",
    "elizabeth",     "eminem",
    "empresa",       "espana",
    "españa",        "estrella",
    "facebook",      "faith",
    "february",      "fernando",
    "ferrari",       "flower",
    "football",      "fortnite",
    "francisco",     "freedom",
    "friday",        "geheim",
    "ginger",        "golden",
    "google",        "grace",
    "guest",         "hallo",
    "harley",        "heaven",
    "hello",         "hellohello",
    "hemlig",        "hola",
    "hunter",        "iloveu",
    "iloveyou",      "internet",
    "invierno",      "invitacion",
    "invitation",    "january",
    "jennifer",      "jessica",
    "jesus",         "jesus1",
    "jesuschrist",   "jordan",
    "jordan23",      "july",
    "june",          "juventus",
    "killer",        "letmein",
    "linkedin",      "liverpool",
    "login",         "lovelove",
    "loveyou",       "madrid",
    "maggie",        "manchester",
    "march",         "master",
    "matrix",        "maverick",
    "mercedes",      "metallica",
    "mexico",        "michael",
    "michelle",      "microsoft",
    "midnight",      "minecraft",
    "monday",        "monkey",
    "moonlight",     "motdepasse",
    "mustang",       "mylove",
    "naruto",        "nicole",
    "ninja",         "nintendo",
    "nirvana",       "november",
    "october",       "office",
    "opensesame",    "orange",
    "p@ssw0rd",      "p@ssword",
    "parola",        "pass",
    "pass1234",      "passpass",
    "passw0rd",      "password",
    "password1",     "passwort",
    "peanut",        "pepper",
    "phoenix",       "playstation",
    "pokemon",       "porsche",
    "primavera",     "princesa",
    "princess",      "purple",
    "q1w2e3r4",      "qazwsx",
    "qazwsxedc",     "qwe123",
    "qwe123qwe",     "qweasd",
    "qweasdzxc",     "qwerty",
    "qwerty123",     "qwertyui",
    "qwertyuiop",    "qwertz",
    "qwertzui",      "qwertzuiop",
    "rainbow",       "realmadrid",
    "rockstar",      "rocky",
    "root",          "samantha",
    "samsung",       "sebastian",
    "secret",        "sekret",
    "senha",         "september",
    "sesame",        "shadow",
    "silver",        "slipknot",
    "spiderman",     "spring",
    "starwars",      "summer",
    "summer2024",    "summer2025",
    "sunshine",      "superman",
    "superstar",     "teamo",
    "temp",          "temporal",
    "temporary",     "tequiero",
    "test",          "test1234",
    "testing",       "testtest",
    "thomas",        "tigger",
    "toor",          "trustme",
    "trustno1",      "usausa",
    "user",          "usher",
    "usherusher",    "usuario",
    "verano",        "veronica",
    "victoria",      "wachtwoord",
    "warrior",       "welcome",
    "welcome1",      "whatever",
    "willkommen",    "winter",
    "yellow",        "zaq12wsx",
    "zaq1zaq1",      "zxc123",
    "zxcvbn",        "zxcvbnm",
});
static_assert(std::is_sorted(common.begin(), common.end()));

/// Rows of keys and the alphabet, there and back: what a finger that walks along them writes.
constexpr std::array walks{
    "01234567890123456789"sv,
    "98765432109876543210"sv,
    "abcdefghijklmnopqrstuvwxyz"sv,
    "zyxwvutsrqponmlkjihgfedcba"sv,
    "qwertyuiopasdfghjklzxcvbnm"sv,
    "mnbvcxzlkjhgfdsapoiuytrewq"sv};

bool is_walk(std::string_view text) {
    return std::any_of(walks.begin(), walks.end(), [&](std::string_view walk) {
        return walk.find(text) != std::string_view::npos;
    });
}

/// Whether it is a text of at most four bytes again and again.
bool repeats(std::string_view text) {
    constexpr std::size_t longest_unit = 4;
    for (std::size_t unit = 1; unit <= longest_unit && 2 * unit <= text.size(); ++unit) {
        bool same = true;
        for (std::size_t at = unit; same && at < text.size(); ++at)
            same = text[at] == text[at - unit];
        if (same) return true;
    }
    return false;
}

}  // namespace

bool is_common_password(std::string_view folded) {
    constexpr std::size_t shortest_pattern = 4;
    if (std::binary_search(common.begin(), common.end(), folded)) return true;
    return folded.size() >= shortest_pattern && (is_walk(folded) || repeats(folded));
}

}  // namespace usher::desk
