// The Dutch texts of the office: words, lists and problems here, forms and one document in the files
// beside it. en.ts is their English twin.
import { bulkNl } from "./bulk.nl";
import { documentNl } from "./document.nl";
import { publishNl } from "./publish.nl";

export const nl = {
  ...bulkNl,
  ...documentNl,
  ...publishNl,
  common: {
    organisation: "Cliënt",
    title: "Titel",
    kind: "Soort",
    period: "Periode",
    amount: "Bedrag",
    deadline: "Uiterlijk",
    recipient: "Bestemming",
    message: "Toelichting voor de cliënt",
    status: "Status",
    released: "Vrijgegeven",
    more: "Meer tonen",
    failed: "Deze lijst kan nu niet worden getoond.",
    amountNone: "Geen bedrag",
    toPay: (amount: string) => `${amount} te betalen`,
    toReceive: (amount: string) => `${amount} te ontvangen`,
    version: (number: number) => `versie ${number}`,
  },
  kinds: {
    income_tax: "Aangifte inkomstenbelasting",
    corporate_tax: "Aangifte vennootschapsbelasting",
    vat: "Btw-aangifte",
    payroll_tax: "Aangifte loonheffingen",
    annual_accounts_kvk: "Jaarrekening voor de KvK",
    annual_accounts_bank: "Jaarrekening voor de bank",
    quote: "Offerte",
    engagement_letter: "Opdrachtbevestiging",
    other: "Ander document",
  },
  recipients: {
    belastingdienst: "Belastingdienst",
    kvk: "KvK",
    bank: "Bank",
    none: "Alleen ons kantoor",
  },
  statuses: {
    open: "Wacht op akkoord",
    approved: "Akkoord",
    waiting: "Akkoord, nog zelf te verzenden",
    queued: "Akkoord, klaar voor verzending",
    unknown: "Akkoord, aankomst onbekend",
    failed: "Akkoord, verzending mislukt",
    sent: "Verzonden",
    accepted: "Ontvangst bevestigd",
    refused: "Geweigerd door ontvanger",
    declined: "Niet akkoord",
    withdrawn: "Ingetrokken",
  },
  work: {
    title: "Werkvoorraad",
    intro: "Wat cliënten vragen of terugsturen, en wat niet vanzelf is aangekomen.",
    filter: "Van wie",
    all: "Alles",
    mine: "Alleen van mij",
    mineTitle: "Van uw cliënten",
    othersTitle: "Van cliënten van collega's",
    kinds: {
      question: "Vraag",
      declined: "Niet akkoord",
      delivery_failed: "Verzenden mislukt",
      delivery_unknown: "Onbekend of het is aangekomen",
      delivery_waiting: "Zelf verzenden",
      evidence_late: "Bewijs blijft uit",
      delivery_late: "Verzenden blijft uit",
      nobody_told: "Niemand kreeg bericht",
      bounce: "E-mail niet aangekomen",
      complaint: "E-mail als ongewenst gemeld",
    },
    unreached: {
      bounce:
        "E-mails aan dit adres komen niet aan. Bel of schrijf, en vraag naar het juiste e-mailadres.",
      complaint:
        "De ontvanger of diens mailbox meldde een e-mail als ongewenst; nieuwe e-mails komen niet meer aan. Bel of schrijf, en vraag of dat de bedoeling was.",
    },
    contact: (name: string) => `Contactpersoon: ${name}`,
    noContact: "Geen contactpersoon",
    done: "Klaar",
    doneLabel: (kind: string, title: string) => `Klaar: ${kind}, ${title}`,
    isDone: "Afgehandeld",
    advice: {
      evidence_late:
        "Het bewijs had er al uren moeten zijn. Laat het bij het document opnieuw maken.",
      delivery_late: "Er is al uren niets geprobeerd. Verstuur het bij het document opnieuw.",
      nobody_told:
        "Wie akkoord moet geven, is nog uitgenodigd, is weg of wil geen e-mails. Bel of schrijf zelf.",
    },
    untilAnswered: "Staat hier tot de vraag bij het document is beantwoord.",
    doneFailed: "Dit is niet als klaar opgeslagen. Probeer het opnieuw.",
    empty: "Er is geen werk",
    emptyWhy:
      "Alle vragen zijn beantwoord en alles is verzonden. Nieuw werk komt vanzelf hier te staan.",
    emptyMine: "Er is niets voor u",
    emptyMineWhy: "Voor uw cliënten staat er niets open. Bij Alles ziet u het werk van collega's.",
    settings: "Instellingen van het kantoor",
  },
  documents: {
    title: "Documenten",
    filter: "Status",
    filters: {
      open: "Wacht op akkoord",
      approved: "Akkoord",
      declined: "Niet akkoord",
      withdrawn: "Ingetrokken",
    },
    approvals: "Akkoord",
    approvedOf: (approved: number, needed: number) => `${approved} van ${needed}`,
    question: "Vraag open",
    empty: {
      open: "Er wacht geen document op akkoord",
      approved: "Er is nog geen document akkoord",
      declined: "Er is geen document niet akkoord",
      withdrawn: "Er is geen document ingetrokken",
    },
    emptyWhy: "Documenten die u vrijgeeft, komen hier te staan.",
    publish: "Document publiceren",
  },
  drafts: {
    title: "Concepten",
    intro: "Documenten die cliënten nog niet zien.",
    preparedBy: "Voorbereid door",
    ready: "Klaar om vrij te geven",
    notReady: "Nog niet compleet",
    otherEyes: "Wacht op een collega",
    yourEyes: "Wacht op u of een collega",
    you: (name: string) => `${name} (u)`,
    correction: "Correctie",
    empty: "Er zijn geen concepten",
    emptyWhy: "Een document dat u voorbereidt, staat hier tot het is vrijgegeven.",
  },
  settings: {
    title: "Instellingen",
    fourEyes: "Vier ogen",
    fourEyesText:
      "Van deze soorten documenten moet een ander dan degene die het voorbereidde, het vrijgeven.",
    reminders: "Herinneringen",
    remindersText:
      "Wie nog akkoord moet geven, krijgt een e-mail 7 dagen van tevoren, 1 dag van tevoren en op de dag zelf.",
    remindersOn: "Herinneringen versturen",
    save: "Instellingen opslaan",
    saved: "De instellingen zijn opgeslagen. Ze gelden vanaf nu voor het hele kantoor.",
    savedInPart:
      "De instellingen zijn opgeslagen. Vier ogen blijven gelden tot een collega ermee instemt dat ze vervallen.",
    lifting: (name: string) => `${name} wil dat vier ogen vervallen voor:`,
    liftingOwn: "Een collega moet ermee instemmen dat vier ogen vervallen voor:",
    liftingSince: (moment: string) =>
      `Gevraagd op ${moment}. Zonder antwoord vervalt de vraag na zeven dagen en blijft alles zoals het is.`,
    liftingAgree: "Instemmen",
    liftingRefuse: "Vier ogen laten gelden",
    liftingTakeBack: "Vraag intrekken",
  },
  problems: {
    changed:
      "Dit concept is intussen gewijzigd, door u in een ander venster of door een collega. Laad het opnieuw en bekijk het nog een keer.",
    other_eyes_needed:
      "Voor dit soort documenten zijn vier ogen nodig: een collega moet dit concept bekijken en vrijgeven.",
    settings_changed:
      "Een collega heeft de instellingen intussen gewijzigd. Hieronder staat hoe ze nu zijn; kies opnieuw en sla op.",
    lifting_changed:
      "Over deze vraag is intussen beslist, of zij is gewijzigd. Hieronder staat hoe het nu is.",
    no_file: "Er is nog geen document toegevoegd. Kies eerst een PDF.",
    deadline_passed: "De uiterste datum is voorbij. Kies een latere.",
    approver_without_right:
      "Een van de accordeerders mag voor deze cliënt niet meer akkoord geven. Kies anderen.",
    not_open: "Dit kan niet meer: het document wacht niet langer op akkoord.",
    superseded: "Er is een nieuwere versie van dit document. Laad de pagina opnieuw.",
    withdrawn: "Dit document is ingetrokken.",
    declined: "De cliënt is niet akkoord gegaan met dit document.",
    already_approved: "Dit document is al helemaal akkoord. Intrekken of corrigeren kan niet meer.",
    evidence_not_ready: "Het bewijs wordt nog gemaakt. Probeer het over een minuut opnieuw.",
    not_deliverable: "Dit kan nu niet opnieuw worden verzonden. Laad de pagina opnieuw.",
    question_open:
      "Deze vraag wacht nog op antwoord. Beantwoord haar bij het document; dan verdwijnt deze regel vanzelf.",
    too_many: "Bij dit document staan zo veel vragen en antwoorden als er mogen zijn.",
    not_found:
      "Dit bestaat niet (meer). Misschien heeft een collega het verwijderd of vrijgegeven.",
    staff_only: "Dit is alleen voor medewerkers van het kantoor.",
    not_a_pdf: "Dit bestand is geen PDF. Kies een PDF.",
    encrypted: "Deze PDF heeft een wachtwoord. Bewaar hem zonder wachtwoord en kies hem opnieuw.",
    active_content:
      "In deze PDF zitten scripts, een interactief formulier of andere bestanden. Bewaar hem als gewone PDF (afdrukken naar PDF) en kies die.",
    empty: "Dit bestand is leeg. Kies een ander.",
    too_large: "Dit bestand is groter dan 25 MB. Bewaar het kleiner en kies het opnieuw.",
    hash_mismatch: "Het bestand is onderweg veranderd. Stuur het opnieuw.",
    missing: "Het bestand is niet aangekomen. Stuur het opnieuw.",
    unreadable:
      "Dit bestand kan niet worden gelezen. Staat het nog open in een ander programma, of is het verplaatst? Kies het opnieuw.",
    published_before: "Dit document is al eerder vrijgegeven. U vindt het bij Documenten.",
    draft_exists: "Er is al een concept van dit document. U vindt het bij Concepten.",
    in_future: "Dat moet nog gebeuren. Kies vandaag of een eerdere dag.",
    before_approval:
      "Toen was het document nog niet akkoord. Kies de dag van het akkoord of een latere.",
    required: "Vul dit in.",
    too_long: "Deze tekst is te lang.",
    invalid: "Dit kan niet. Kijk het na; misschien staat er een teken in dat niet kan.",
    unknown: "Dit is niet (meer) bekend. Kies opnieuw.",
  },
};
