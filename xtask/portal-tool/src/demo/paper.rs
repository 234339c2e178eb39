//! The demonstration documents as PDF: a cover, figures over several pages, notes. They look like what a firm sends;
//! every figure is invented out of the document's number.

use akkoord_domain::{draft::Draft, facts::Kind, language::Language};
use akkoord_messages::names;
use lopdf::{
    Document, Object, Stream,
    content::{Content, Operation},
    dictionary,
};

/// A4 in points.
const PAGE: (i64, i64) = (595, 842);
const LEFT: i64 = 64;
const RIGHT: i64 = 531;
const LINES_PER_PAGE: usize = 30;

/// One line of figures: what it is, this year, last year; without figures it is a heading.
struct Line {
    text: &'static str,
    figures: Option<(i64, i64)>,
}

const fn head(text: &'static str) -> Line {
    Line { text, figures: None }
}

const fn line(text: &'static str, this: i64, last: i64) -> Line {
    Line { text, figures: Some((this, last)) }
}

const ACCOUNTS: [Line; 62] = [
    head("Balans per 31 december"),
    head("Activa"),
    line("Inventaris", 48_210, 51_830),
    line("Ovens en machines", 132_940, 148_115),
    line("Vervoermiddelen", 27_600, 36_450),
    line("Voorraad grondstoffen", 18_075, 16_920),
    line("Debiteuren", 64_318, 58_002),
    line("Overlopende activa", 4_890, 5_115),
    line("Liquide middelen", 91_447, 73_260),
    line("Totaal activa", 387_480, 389_692),
    head("Passiva"),
    line("Geplaatst kapitaal", 18_000, 18_000),
    line("Overige reserves", 164_225, 141_870),
    line("Resultaat boekjaar", 31_640, 22_355),
    line("Voorziening onderhoud", 12_500, 10_000),
    line("Lening bank", 84_000, 108_000),
    line("Crediteuren", 39_112, 44_730),
    line("Belastingen en premies", 24_903, 29_187),
    line("Overige schulden", 13_100, 15_550),
    line("Totaal passiva", 387_480, 389_692),
    head("Winst-en-verliesrekening"),
    line("Netto-omzet", 812_905, 774_318),
    line("Kostprijs van de omzet", -331_442, -322_110),
    line("Brutomarge", 481_463, 452_208),
    line("Lonen en salarissen", -246_780, -239_406),
    line("Sociale lasten", -44_420, -43_093),
    line("Pensioenlasten", -15_210, -14_755),
    line("Afschrijvingen", -37_118, -36_402),
    line("Huisvestingskosten", -42_000, -41_160),
    line("Energiekosten", -31_905, -28_440),
    line("Verkoopkosten", -9_820, -8_315),
    line("Autokosten", -7_440, -6_990),
    line("Algemene kosten", -6_110, -5_902),
    line("Bedrijfsresultaat", 40_660, 27_745),
    line("Rentelasten", -1_870, -2_310),
    line("Resultaat voor belasting", 38_790, 25_435),
    line("Vennootschapsbelasting", -7_150, -3_080),
    line("Resultaat na belasting", 31_640, 22_355),
    head("Kasstroomoverzicht"),
    line("Bedrijfsresultaat", 40_660, 27_745),
    line("Afschrijvingen", 37_118, 36_402),
    line("Verandering werkkapitaal", -12_871, 4_206),
    line("Betaalde rente", -1_870, -2_310),
    line("Betaalde vennootschapsbelasting", -5_900, -4_115),
    line("Kasstroom uit bedrijfsactiviteiten", 57_137, 61_928),
    line("Investeringen", -14_950, -39_200),
    line("Aflossing lening", -24_000, -24_000),
    line("Mutatie liquide middelen", 18_187, -1_272),
    head("Toelichting op de balans"),
    line("Boekwaarde materiële vaste activa 1 januari", 236_395, 233_597),
    line("Investeringen", 14_950, 39_200),
    line("Afschrijvingen", -42_595, -36_402),
    line("Boekwaarde 31 december", 208_750, 236_395),
    line("Debiteuren nominaal", 66_118, 59_302),
    line("Voorziening oninbaarheid", -1_800, -1_300),
    line("Te betalen omzetbelasting", 11_204, 13_980),
    line("Te betalen loonheffing", 8_099, 8_127),
    line("Te betalen vennootschapsbelasting", 5_600, 7_080),
    line("Vakantiegeld", 9_340, 9_015),
    line("Accountantskosten", 3_760, 3_650),
    line("Gemiddeld aantal werknemers", 7, 7),
    line("Niet uit de balans blijkende huurverplichting", 126_000, 168_000),
];

const VAT: [Line; 22] = [
    head("Prestaties binnenland"),
    line("1a Leveringen belast met hoog tarief", 61_240, 58_117),
    line("1b Leveringen belast met laag tarief", 148_902, 141_330),
    line("1c Leveringen belast met overige tarieven", 0, 0),
    line("1d Privégebruik", 0, 0),
    line("1e Leveringen belast met 0%", 2_115, 1_870),
    head("Verleggingsregelingen binnenland"),
    line("2a Leveringen waarbij btw naar u is verlegd", 0, 0),
    head("Prestaties naar of in het buitenland"),
    line("3a Leveringen naar landen buiten de EU", 0, 0),
    line("3b Leveringen naar landen binnen de EU", 4_310, 3_905),
    head("Prestaties vanuit het buitenland"),
    line("4a Leveringen uit landen buiten de EU", 0, 0),
    line("4b Leveringen uit landen binnen de EU", 7_480, 6_220),
    head("Berekening"),
    line("5a Verschuldigde omzetbelasting", 28_067, 25_894),
    line("5b Voorbelasting", 23_255, 20_960),
    line("5c Subtotaal", 4_812, 4_934),
    line("5d Kleineondernemersregeling", 0, 0),
    line("5g Totaal te betalen", 4_812, 4_934),
    head("Aansluiting met de administratie"),
    line("Omzet volgens grootboek", 216_567, 205_222),
];

const RETURN: [Line; 34] = [
    head("Winst uit onderneming"),
    line("Netto-omzet", 214_630, 198_400),
    line("Inkoopwaarde", -61_220, -57_915),
    line("Personeelskosten", -48_114, -44_830),
    line("Afschrijvingen", -9_870, -10_240),
    line("Overige bedrijfskosten", -21_433, -19_960),
    line("Fiscale winst", 73_993, 65_455),
    head("Ondernemersaftrek"),
    line("Zelfstandigenaftrek", -2_470, -3_750),
    line("MKB-winstvrijstelling", -9_083, -7_836),
    line("Belastbare winst", 62_440, 53_869),
    head("Eigen woning"),
    line("Eigenwoningforfait", 1_435, 1_376),
    line("Hypotheekrente", -6_204, -6_488),
    line("Saldo eigen woning", -4_769, -5_112),
    head("Aftrekposten"),
    line("Lijfrentepremies", -4_200, -3_600),
    line("Giften", -350, -300),
    head("Box 3"),
    line("Bank- en spaartegoeden", 41_220, 37_904),
    line("Overige bezittingen", 12_500, 11_300),
    line("Grondslag sparen en beleggen", 0, 0),
    head("Berekening"),
    line("Verzamelinkomen", 53_121, 44_857),
    line("Inkomensheffing", 19_014, 15_120),
    line("Heffingskortingen", -6_310, -6_905),
    line("Bijdrage Zorgverzekeringswet", 3_284, 2_860),
    line("Voorlopige aanslag", -14_900, -12_000),
    line("Saldo", 1_088, -925),
    head("Bijlagen"),
    line("Specificatie afschrijvingen", 9_870, 10_240),
    line("Specificatie autokosten", 6_115, 5_870),
    line("Specificatie giften", 350, 300),
    line("Specificatie lijfrente", 4_200, 3_600),
];

const LETTER: [&str; 12] = [
    "Geachte relatie,",
    "Met dit stuk leggen wij vast wat wij hebben afgesproken over onze werkzaamheden, de",
    "planning en het honorarium. Leest u het rustig door.",
    "Onze werkzaamheden bestaan uit het samenstellen van de jaarrekening, het verzorgen van de",
    "aangiften en het periodiek bespreken van de cijfers met u.",
    "U levert de administratie aan binnen zes weken na afloop van elk kwartaal. Wij ronden de",
    "jaarrekening af binnen vijf maanden na afloop van het boekjaar.",
    "Het honorarium is gebaseerd op een vaste prijs per jaar, die wij per kwartaal in rekening",
    "brengen. Werk buiten deze afspraak stemmen wij vooraf met u af.",
    "Op deze afspraak zijn onze algemene voorwaarden van toepassing.",
    "Gaat u akkoord, dan bevestigt u dat in het portaal met een code.",
    "Deze gegevens zijn verzonnen en dienen alleen ter demonstratie.",
];

/// The pages of one PDF, as operations of PDF's page description.
struct Pages {
    pages: Vec<Vec<Operation>>,
    /// Where the next line stands, from below.
    top: i64,
}

/// The PDF of a draft with its number of pages.
///
/// # Errors
/// When lopdf cannot write it.
pub(crate) fn pdf(draft: &Draft, firm: &str, organisation: &str) -> Result<(Vec<u8>, u32), lopdf::Error> {
    let mut pages = Pages { pages: Vec::new(), top: 0 };
    cover(&mut pages, draft, firm, organisation);
    let scale = i64::from(draft.period.year() % 7) + i64::from(organisation.len() as u32 % 5) + 6;
    match draft.kind {
        Kind::AnnualAccountsKvk | Kind::AnnualAccountsBank => figures(&mut pages, &ACCOUNTS, scale),
        Kind::Vat | Kind::PayrollTax => figures(&mut pages, &VAT, scale),
        Kind::IncomeTax | Kind::CorporateTax => figures(&mut pages, &RETURN, scale),
        Kind::Quote | Kind::EngagementLetter | Kind::Other => letter(&mut pages),
    }
    let count = pages.pages.len();
    for (place, page) in pages.pages.iter_mut().enumerate() {
        text(page, LEFT, 48, 8, "F1", firm);
        text(page, RIGHT - 20, 48, 8, "F1", &format!("{} / {count}", place + 1));
    }
    Ok((written(pages, draft.title.as_str())?, u32::try_from(count).unwrap_or(u32::MAX)))
}

fn cover(pages: &mut Pages, draft: &Draft, firm: &str, organisation: &str) {
    pages.begin();
    let page = pages.last();
    text(page, LEFT, 760, 11, "F2", firm);
    rule(page, 744);
    text(page, LEFT, 520, 26, "F2", draft.title.as_str());
    text(page, LEFT, 488, 14, "F1", organisation);
    let period = names::period_name(draft.period, Language::Dutch);
    text(page, LEFT, 466, 14, "F1", &format!("Periode: {period}"));
    if draft.version > 1 {
        text(page, LEFT, 444, 14, "F1", &format!("Gecorrigeerde versie {}", draft.version));
    }
    text(page, LEFT, 140, 9, "F1", "Verzonnen gegevens, alleen ter demonstratie.");
}

fn figures(pages: &mut Pages, lines: &[Line], scale: i64) {
    for part in lines.chunks(LINES_PER_PAGE) {
        pages.begin();
        for line in part {
            let bold = if line.figures.is_none() || line.text.starts_with("Totaal") { "F2" } else { "F1" };
            if line.figures.is_none() {
                pages.top -= 8;
            }
            let top = pages.next_line();
            let page = pages.last();
            text(page, LEFT, top, 10, bold, line.text);
            if let Some((this, last)) = line.figures {
                for (value, right) in [(this, 440), (last, RIGHT)] {
                    let shown = amount(value * scale / 8);
                    // Helvetica's digits are 5.56 wide at 10 points.
                    let left = right - shown.len() as i64 * 56 / 10;
                    text(page, left, top, 10, bold, &shown);
                }
            }
        }
    }
}

fn letter(pages: &mut Pages) {
    for part in [&LETTER[..6], &LETTER[6..]] {
        pages.begin();
        for line in part {
            let top = pages.next_line();
            text(pages.last(), LEFT, top, 11, "F1", line);
        }
    }
}

/// Thousands with points, as the Dutch write them.
fn amount(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push('.');
        }
        shown.push(digit);
    }
    if value < 0 { format!("-{shown}") } else { shown }
}

impl Pages {
    fn begin(&mut self) {
        self.pages.push(Vec::new());
        self.top = 760;
    }

    fn last(&mut self) -> &mut Vec<Operation> {
        if self.pages.is_empty() {
            self.begin();
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    fn next_line(&mut self) -> i64 {
        self.top -= 20;
        self.top
    }
}

fn text(page: &mut Vec<Operation>, left: i64, bottom: i64, size: i64, font: &str, words: &str) {
    page.push(Operation::new("BT", vec![]));
    page.push(Operation::new("Tf", vec![font.into(), size.into()]));
    page.push(Operation::new("Td", vec![left.into(), bottom.into()]));
    page.push(Operation::new("Tj", vec![Object::string_literal(in_windows_1252(words))]));
    page.push(Operation::new("ET", vec![]));
}

fn rule(page: &mut Vec<Operation>, bottom: i64) {
    page.push(Operation::new("w", vec![1.into()]));
    page.push(Operation::new("m", vec![LEFT.into(), bottom.into()]));
    page.push(Operation::new("l", vec![RIGHT.into(), bottom.into()]));
    page.push(Operation::new("S", vec![]));
}

/// The encoding of PDF's standard fonts; what is not in it becomes a question mark.
fn in_windows_1252(words: &str) -> Vec<u8> {
    let byte = |character: char| match character {
        '€' => 0x80,
        '–' => 0x96,
        '’' => 0x92,
        other => u8::try_from(u32::from(other)).unwrap_or(b'?'),
    };
    words.chars().map(byte).collect()
}

fn written(pages: Pages, title: &str) -> Result<Vec<u8>, lopdf::Error> {
    let mut document = Document::with_version("1.7");
    let tree = document.new_object_id();
    let font = |name: &str| {
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name, "Encoding" => "WinAnsiEncoding" }
    };
    let regular = document.add_object(font("Helvetica"));
    let bold = document.add_object(font("Helvetica-Bold"));
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => regular, "F2" => bold } });
    let mut kids = Vec::with_capacity(pages.pages.len());
    for operations in pages.pages {
        let content = Content { operations }.encode()?;
        let content = document.add_object(Stream::new(dictionary! {}, content));
        let page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content };
        kids.push(Object::Reference(document.add_object(page)));
    }
    let count = i64::try_from(kids.len()).unwrap_or(i64::MAX);
    let all = dictionary! {
        "Type" => "Pages",
        "Kids" => kids,
        "Count" => count,
        "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), PAGE.0.into(), PAGE.1.into()],
    };
    document.objects.insert(tree, Object::Dictionary(all));
    let catalog = document
        .add_object(dictionary! { "Type" => "Catalog", "Pages" => tree, "Lang" => Object::string_literal("nl-NL") });
    let info = document.add_object(dictionary! { "Title" => Object::string_literal(in_windows_1252(title)) });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes)?;
    Ok(bytes)
}
