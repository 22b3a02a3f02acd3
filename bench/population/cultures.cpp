#include "population/cultures.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace usher::bench {
namespace {

// Lists are separated by commas; "native=ascii" where the two differ.
struct CultureText {
    std::string_view locale;
    std::string_view time_zone;
    std::string_view calling_code;
    bool family_first;
    std::string_view given;
    std::string_view family;
    std::string_view streets;
    std::string_view cities;
};

// A table of texts; clang-format 14 fails on it.
// clang-format off
constexpr std::array table{
    CultureText{
        "en-US", "America/Chicago", "+1", false,
        "Olivia,Emma,Ava,Sophia,Isabella,Mia,Charlotte,Amelia,Liam,Noah,Oliver,Elijah,James,William,"
        "Benjamin,Lucas,Henry,Theodore,Sinéad=sinead,Zoë=zoe",
        "Smith,Johnson,Williams,Brown,Jones,Miller,Davis,Wilson,Anderson,Taylor,Moore,Jackson,Martin,"
        "Thompson,White,O'Brien=obrien,O'Connor=oconnor,Smith-Jones,McDonald,Clark",
        "Main Street,Oak Avenue,2nd Street,Maple Drive,Lakeview Road", "Chicago,Austin,Denver,Boston,Seattle"},
    CultureText{
        "en-GB", "Europe/London", "+44", false,
        "George,Harry,Arthur,Freya,Isla,Poppy,Florence,Alfie,Siobhán=siobhan,Rhys,Angharad,Callum",
        "Taylor,Davies,Evans,Thomas,Roberts,Walker,Wright,Hughes,Edwards,Green,Wood,Llewellyn",
        "High Street,Church Lane,Victoria Road,Mill Lane", "London,Leeds,Bristol,Cardiff,Glasgow"},
    CultureText{
        "es-ES", "Europe/Madrid", "+34", false,
        "María=maria,José=jose,Lucía=lucia,Martín=martin,Sofía=sofia,Álvaro=alvaro,Iñigo=inigo,Nuria,"
        "Begoña=begona,Andrés=andres,Raúl=raul,Inés=ines,Joaquín=joaquin,Paula",
        "García=garcia,Fernández=fernandez,González=gonzalez,Rodríguez=rodriguez,López=lopez,"
        "Martínez=martinez,Sánchez=sanchez,Pérez=perez,Muñoz=munoz,Núñez=nunez,Ibáñez=ibanez,Peña=pena,"
        "de la Cruz=delacruz,Ortega",
        "Calle de Alcalá,Avenida de la Constitución,Paseo del Prado,Calle Mayor",
        "Madrid,Sevilla,Málaga,A Coruña,Zaragoza"},
    CultureText{
        "es-MX", "America/Mexico_City", "+52", false,
        "Guadalupe,Juan Carlos=juancarlos,Ximena,Santiago,Mateo,Valentina,Jesús=jesus,Fernanda,Emiliano",
        "Hernández=hernandez,Ramírez=ramirez,Flores,Cruz,Gutiérrez=gutierrez,Reyes,Jiménez=jimenez,Ortiz",
        "Avenida Insurgentes,Calle Benito Juárez,Calzada de Tlalpan", "Ciudad de México,Guadalajara,Mérida,Puebla"},
    CultureText{
        "de-DE", "Europe/Berlin", "+49", false,
        "Jürgen=juergen,Björn=bjoern,Käthe=kaethe,Jörg=joerg,Anna,Lukas,Leon,Finn,Mia,Hannah,Günther=guenther,"
        "Ursula,Sören=soeren,Katharina,Maximilian,Anneliese",
        "Müller=mueller,Schmidt,Schneider,Weber,Schäfer=schaefer,Koch,Bäcker=baecker,Groß=gross,Weiß=weiss,"
        "Jäger=jaeger,Krüger=krueger,Böhm=boehm,von der Heide=vonderheide,Schröder=schroeder,Lang,Fuchs",
        "Hauptstraße,Goethestraße,Am Bahnhof,Königsallee,Schloßgasse", "Berlin,München,Köln,Düsseldorf,Nürnberg"},
    CultureText{
        "fr-FR", "Europe/Paris", "+33", false,
        "Chloé=chloe,Léa=lea,François=francois,Zoé=zoe,Jérôme=jerome,Hélène=helene,Anaïs=anais,Théo=theo,"
        "Jean-Baptiste,Gaëlle=gaelle,Benoît=benoit,Camille",
        "Lefèvre=lefevre,Dubois,Moreau,Lemaître=lemaitre,Garçon=garcon,Béranger=beranger,D'Arcy=darcy,Noël=noel,"
        "Fontaine,Chevalier,Müller=muller,Besançon=besancon",
        "rue de la République,boulevard Saint-Michel,avenue Foch,place de l'Église",
        "Paris,Orléans,Besançon,Nîmes,Saint-Étienne"},
    CultureText{
        "pl-PL", "Europe/Warsaw", "+48", false,
        "Łukasz=lukasz,Małgorzata=malgorzata,Paweł=pawel,Agnieszka,Grażyna=grazyna,Michał=michal,Zofia,"
        "Stanisław=stanislaw,Błażej=blazej,Wojciech,Bożena=bozena,Kinga",
        "Kowalska,Nowak,Wiśniewski=wisniewski,Wójcik=wojcik,Kamiński=kaminski,Dąbrowska=dabrowska,"
        "Zieliński=zielinski,Szymański=szymanski,Woźniak=wozniak,Łuczak=luczak,Gałązka=galazka,Pawłowski=pawlowski",
        "ulica Długa,ulica Świętokrzyska,aleja Niepodległości", "Kraków,Łódź,Gdańsk,Wrocław,Poznań"},
    CultureText{
        "cs-CZ", "Europe/Prague", "+420", false,
        "Jiří=jiri,Zdeněk=zdenek,Kateřina=katerina,Tomáš=tomas,Eliška=eliska,Ondřej=ondrej,Božena=bozena,Růžena=ruzena",
        "Novák=novak,Dvořák=dvorak,Černý=cerny,Procházka=prochazka,Šťastný=stastny,Říha=riha,Němcová=nemcova",
        "Náměstí Míru,Vinohradská,Dlouhá třída", "Praha,Brno,Plzeň,Ústí nad Labem"},
    CultureText{
        "vi-VN", "Asia/Ho_Chi_Minh", "+84", true,
        "Thị Hồng=thihong,Văn Đức=vanduc,Minh Anh=minhanh,Quốc Bảo=quocbao,Thùy Dương=thuyduong,Ngọc Ánh=ngocanh,"
        "Hữu Phước=huuphuoc,Thanh Trúc=thanhtruc,Gia Huy=giahuy",
        "Nguyễn=nguyen,Trần=tran,Lê=le,Phạm=pham,Huỳnh=huynh,Võ=vo,Đặng=dang,Bùi=bui,Đỗ=do,Ngô=ngo",
        "Đường Nguyễn Huệ,Đường Lê Lợi,Phố Hàng Bông", "Hồ Chí Minh,Hà Nội,Đà Nẵng,Huế"},
    CultureText{
        "el-GR", "Europe/Athens", "+30", false,
        "Γιώργος=giorgos,Μαρία=maria,Ελένη=eleni,Κωνσταντίνος=konstantinos,Αικατερίνη=aikaterini,Δημήτρης=dimitris,"
        "Σοφία=sofia,Ιωάννης=ioannis,Θεόδωρος=theodoros",
        "Παπαδόπουλος=papadopoulos,Νικολάου=nikolaou,Γεωργίου=georgiou,Οικονόμου=oikonomou,Αθανασίου=athanasiou,"
        "Χατζής=chatzis,Μακρής=makris,Ζαχαρίας=zacharias",
        "Οδός Ερμού,Λεωφόρος Συγγρού,Πλατεία Συντάγματος", "Αθήνα,Θεσσαλονίκη,Πάτρα,Ηράκλειο"},
    CultureText{
        "ru-RU", "Europe/Moscow", "+7", false,
        "Алексей=aleksei,Екатерина=ekaterina,Пётр=pyotr,Наталья=natalya,Сергей=sergei,Юлия=yulia,Фёдор=fyodor",
        "Иванов=ivanov,Смирнова=smirnova,Кузнецов=kuznetsov,Щербаков=shcherbakov,Соловьёв=solovyov,Цветкова=tsvetkova",
        "улица Ленина,Невский проспект,Садовая улица", "Москва,Санкт-Петербург,Казань"},
    CultureText{
        "ar-EG", "Africa/Cairo", "+20", false,
        "محمد=mohamed,فاطمة=fatma,أحمد=ahmed,عائشة=aisha,يوسف=youssef,مريم=mariam,عبد الرحمن=abdelrahman,نور=nour",
        "حسن=hassan,علي=ali,إبراهيم=ibrahim,السيد=elsayed,محمود=mahmoud,الشافعي=elshafei,منصور=mansour",
        "شارع التحرير,شارع رمسيس,كورنيش النيل", "القاهرة,الإسكندرية,الجيزة"},
    CultureText{
        "he-IL", "Asia/Jerusalem", "+972", false,
        "נועם=noam,תמר=tamar,יוסף=yosef,שירה=shira,אורי=uri,מיכל=michal",
        "כהן=cohen,לוי=levi,מזרחי=mizrahi,פרץ=peretz,בן דוד=bendavid", "רחוב הרצל,שדרות רוטשילד", "תל אביב,חיפה,ירושלים"},
    CultureText{
        "zh-CN", "Asia/Shanghai", "+86", true,
        "伟=wei,芳=fang,秀英=xiuying,娜=na,敏=min,静=jing,强=qiang,子轩=zixuan,雨桐=yutong,浩然=haoran",
        "王=wang,李=li,张=zhang,刘=liu,陈=chen,杨=yang,赵=zhao,黄=huang,周=zhou,欧阳=ouyang,司马=sima",
        "南京路,长安街,中山大道", "上海,北京,广州,深圳"},
    CultureText{
        "ja-JP", "Asia/Tokyo", "+81", true,
        "陽菜=hina,大翔=hiroto,さくら=sakura,結衣=yui,蓮=ren,美咲=misaki,ケンジ=kenji",
        "佐藤=sato,鈴木=suzuki,高橋=takahashi,田中=tanaka,渡辺=watanabe,伊藤=ito,髙木=takagi",
        "中央通り,桜丘町,青山通り", "東京,大阪,京都,札幌"},
    CultureText{
        "ko-KR", "Asia/Seoul", "+82", true,
        "민준=minjun,서연=seoyeon,지우=jiwoo,하은=haeun,도윤=doyun,수빈=subin",
        "김=kim,이=lee,박=park,최=choi,정=jung,강=kang,남궁=namgung", "세종대로,강남대로,테헤란로", "서울,부산,인천"},
    CultureText{
        "hi-IN", "Asia/Kolkata", "+91", false,
        "आरव=aarav,अनन्या=ananya,विवान=vivaan,प्रिया=priya,राहुल=rahul,दीपिका=deepika,संजय=sanjay",
        "शर्मा=sharma,वर्मा=verma,गुप्ता=gupta,सिंह=singh,पटेल=patel,अय्यर=iyer,रेड्डी=reddy",
        "महात्मा गांधी मार्ग,नेहरू रोड", "दिल्ली,मुंबई,बेंगलुरु"},
    CultureText{
        "tr-TR", "Europe/Istanbul", "+90", false,
        "Ayşe=ayse,Çağrı=cagri,İbrahim=ibrahim,Işıl=isil,Gülşen=gulsen,Oğuz=oguz,Şükrü=sukru,Ömer=omer",
        "Yılmaz=yilmaz,Kaya,Demir,Şahin=sahin,Çelik=celik,Öztürk=ozturk,Aydın=aydin,Işık=isik",
        "İstiklal Caddesi,Atatürk Bulvarı,Bağdat Caddesi", "İstanbul,Ankara,İzmir,Eskişehir"},
    CultureText{
        "pt-BR", "America/Sao_Paulo", "+55", false,
        "João=joao,Ana Luísa=analuisa,Conceição=conceicao,Antônio=antonio,Thaís=thais,Vinícius=vinicius,Letícia=leticia",
        "da Silva=dasilva,dos Santos=dossantos,Gonçalves=goncalves,Araújo=araujo,Magalhães=magalhaes,Assunção=assuncao",
        "Avenida Paulista,Rua da Consolação,Praça da Sé", "São Paulo,Brasília,Goiânia,Florianópolis"},
    CultureText{
        "sv-SE", "Europe/Stockholm", "+46", false,
        "Åsa=asa,Göran=goran,Märta=marta,Örjan=orjan,Linnéa=linnea,Björn=bjorn,Ebba,Nils",
        "Andersson,Johansson,Ström=strom,Åkesson=akesson,Öberg=oberg,Sjögren=sjogren,Lindqvist,Håkansson=hakansson",
        "Storgatan,Drottninggatan,Östra Ågatan", "Stockholm,Göteborg,Malmö,Västerås"},
};

// clang-format on

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> items;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        items.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return items;
}

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return text;
}

std::vector<Name> split_names(std::string_view list) {
    std::vector<Name> names;
    for (const auto& item : split(list)) {
        const auto equals = item.find('=');
        names.push_back(
            equals == std::string::npos ? Name{item, lower_case(item)}
                                        : Name{item.substr(0, equals), item.substr(equals + 1)}
        );
    }
    return names;
}

}  // namespace

std::vector<Culture> cultures() {
    std::vector<Culture> result;
    for (const auto& text : table) {
        result.push_back(Culture{
            .locale = std::string(text.locale),
            .country = std::string(text.locale.substr(text.locale.find('-') + 1)),
            .time_zone = std::string(text.time_zone),
            .calling_code = std::string(text.calling_code),
            .family_first = text.family_first,
            .given = split_names(text.given),
            .family = split_names(text.family),
            .streets = split(text.streets),
            .cities = split(text.cities),
        });
    }
    return result;
}

}  // namespace usher::bench
