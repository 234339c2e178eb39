// The Dutch texts of publishing in bulk. bulk.en.ts is their English twin.

const rows = (count: number) => (count === 1 ? "1 rij" : `${count} rijen`);
const drafts = (count: number) => (count === 1 ? "1 concept" : `${count} concepten`);
const documents = (count: number) => (count === 1 ? "1 document" : `${count} documenten`);

export const bulkNl = {
  bulk: {
    open: "Meerdere tegelijk",
    title: "Meerdere documenten tegelijk",
    intro:
      "Kies een ZIP met PDF's en een lijst met één rij per document. We kijken eerst alles na. Cliënten zien pas iets als u vrijgeeft.",
    columns: "De kolommen van de lijst",
    columnsAll: "Uitleg per kolom",
    columnsText:
      "Maak de lijst in uw spreadsheetprogramma en bewaar hem als CSV, in de ZIP of ernaast. De eerste rij heeft de namen van de kolommen. Hoogstens 1.000 rijen.",
    template: "Voorbeeldlijst downloaden",
    templateName: "voorbeeld-documenten.csv",
    optional: "mag leeg",
    about: {
      client_number: "Het nummer van de cliënt bij uw kantoor.",
      kind: "Zoals op het scherm, bijvoorbeeld Btw-aangifte.",
      title: "Zo heet het document voor de cliënt. Hoogstens 120 tekens.",
      period: "Een jaar, kwartaal of maand: 2025, 2026-Q3 of 2026-09.",
      amount: "In euro's met centen: 1.234,56. Zonder min.",
      meaning: "Te betalen of Te ontvangen. Nodig als er een bedrag staat.",
      deadline: "Akkoord geven uiterlijk op: 2026-12-01 of 01-12-2026.",
      recipient: "Belastingdienst, KvK, Bank of Alleen ons kantoor. Leeg: wat bij de soort hoort.",
      message: "Leest de cliënt boven het document. Hoogstens 2.000 tekens.",
      approvers:
        "Gebruikersnamen: een komma of + binnen een stap (allen geven akkoord), > naar de volgende stap. Leeg: de vaste accordeerders.",
      file: "De naam van de PDF in de ZIP, met map als die naam er vaker in staat.",
    },
    choose: "De bestanden",
    zip: "ZIP met de PDF's",
    zipHint: "Hoogstens 5.000 bestanden, per PDF hoogstens 25 MB, zonder wachtwoord.",
    csv: "Lijst (CSV)",
    csvHint: "Alleen nodig als de lijst niet in de ZIP zit.",
    pick: "Bestand kiezen",
    other: "Ander bestand kiezen",
    noneChosen: "Nog geen bestand gekozen",
    remove: "Weghalen",
    needZip: "Kies eerst een ZIP.",
    look: "Nakijken",
    looking: "Nakijken",
    lookingFiles: (done: number, of: number) => `PDF's bekijken: ${done} van ${of}`,
    lookingRows: (done: number, of: number) => `Rijen nakijken: ${done} van ${of}`,
    opening: "De ZIP wordt geopend…",
    stop: "Stoppen",
    refused: "Dit kan nog niet worden nagekeken",
    result: "Wat we vonden",
    nothingYet: "Er is nog niets gemaakt.",
    counts: {
      ready: (count: number) => `${rows(count)} in orde`,
      wrong: (count: number) => `${rows(count)} met fouten`,
      there: (count: number) =>
        `${rows(count)} ${count === 1 ? "staat" : "staan"} al bij de concepten`,
      differs: (count: number) =>
        `${rows(count)} ${count === 1 ? "staat" : "staan"} al bij de concepten, met andere gegevens`,
      released: (count: number) => `${rows(count)} ${count === 1 ? "is" : "zijn"} al vrijgegeven`,
    },
    differsText:
      "Die concepten blijven zoals ze zijn. Wijzig ze bij Concepten, of verwijder ze en kijk de lijst opnieuw na.",
    readAs: (encoding: string, separator: string) =>
      `De lijst is gelezen als ${encoding}, met ${separator} tussen de kolommen. Kloppen de letters met accenten niet? Bewaar de lijst dan als CSV UTF-8.`,
    separators: { ";": "een puntkomma", ",": "een komma", "\t": "een tab" },
    unnamed: (count: number) =>
      count === 1
        ? "1 bestand van de ZIP staat in geen rij"
        : `${count} bestanden van de ZIP staan in geen rij`,
    unnamedText: "Deze bestanden worden overgeslagen:",
    more: (count: number) => `en nog ${count}`,
    badRows: "Rijen met fouten",
    badRowsText: "Verbeter ze in uw lijst en kijk opnieuw na. Wat in orde is, kunt u nu al maken.",
    row: (number: number) => `Rij ${number}`,
    wholeRow: "Hele rij",
    moreRows: (count: number) =>
      `Er zijn nog ${rows(count)} met fouten. Download ze om ze allemaal te zien.`,
    download: "Rijen met fouten downloaden",
    downloadName: "rijen-met-fouten.csv",
    make: (count: number) => `${drafts(count)} maken`,
    others: "Andere bestanden kiezen",
    nothingReady: "Er is niets te maken.",
    making: "Concepten maken",
    madeOf: (done: number, of: number) => `${done} van ${of} concepten gemaakt`,
    keepOpen:
      "Laat dit venster open. Sluit u het toch, kies dan later dezelfde ZIP: er wordt niets dubbel gemaakt.",
    stopped: "Gestopt",
    stoppedText: "Wat gemaakt is, staat bij Concepten. De rest kunt u nu of later maken.",
    goOn: (count: number) => `Verder: nog ${count}`,
    retry: (count: number) => `Nog een keer: ${rows(count)}`,
    failedRows: "Deze rijen zijn niet gelukt",
    done: "Klaar",
    doneCounts: {
      made: (count: number) => `${drafts(count)} gemaakt`,
      there: (count: number) => `${count} ${count === 1 ? "stond" : "stonden"} al bij de concepten`,
      released: (count: number) => `${count} ${count === 1 ? "was" : "waren"} al vrijgegeven`,
      failed: (count: number) => `${count} niet gelukt`,
    },
    doneText: "Bij Concepten bekijkt u ze en geeft u ze vrij, één voor één of samen.",
    toDrafts: "Naar de concepten",
    leaveTitle: "Weggaan terwijl dit bezig is?",
    leaveText: "Dan stopt het hier. Wat klaar is, blijft; de rest kunt u later doen.",
    leave: "Weggaan",
    stay: "Blijven",
    tooOld: "Deze browser kan geen ZIP openen. Werk hem bij, of gebruik een andere.",
    files: {
      csv_missing: "Er zit geen lijst (CSV) in de ZIP. Kies hem hierboven.",
      csv_several: (names: string) =>
        `Er zitten meer lijsten in de ZIP: ${names}. Kies hierboven welke u bedoelt, of laat er één in.`,
      csv_unreadable:
        "De lijst kan niet worden gelezen. Staat hij nog open in een ander programma? Kies hem opnieuw.",
      csv_too_large: "De lijst is groter dan 10 MB. Verdeel hem over meer lijsten.",
      csv_empty: "De lijst heeft geen rijen. Zet onder de kolomnamen één rij per document.",
      csv_spreadsheet:
        "Dit is een spreadsheet en geen CSV. Kies in uw programma Opslaan als, CSV UTF-8.",
      csv_not_text: "Dit is geen leesbare CSV. Kies in uw programma Opslaan als, CSV UTF-8.",
      csv_no_headings:
        "De eerste rij heeft geen namen van kolommen. Neem ze over uit de voorbeeldlijst.",
      csv_unknown: (names: string) =>
        `Deze kolommen zijn niet bekend: ${names}. Haal ze weg of geef ze een naam uit de voorbeeldlijst.`,
      csv_double: (names: string) =>
        `Deze kolommen staan er twee keer: ${names}. Laat er van elk één staan.`,
      csv_missing_columns: (names: string) =>
        `Deze kolommen ontbreken: ${names}. Voeg ze toe; de voorbeeldlijst heeft ze allemaal.`,
      csv_quotes: (row: number) =>
        `In rij ${row} klopt een aanhalingsteken (") niet: het gaat niet dicht, of er staat tekst achter. Bewaar de lijst opnieuw als CSV.`,
      csv_too_many: (count: number) =>
        `De lijst heeft ${count} rijen; hoogstens 1.000 gaan tegelijk. Verdeel hem over meer lijsten.`,
      zip_not_a_zip: "Dit is geen ZIP, of hij is beschadigd. Maak de ZIP opnieuw en kies die.",
      zip_too_many: "De ZIP heeft meer dan 5.000 bestanden. Verdeel hem over meer ZIP's.",
      zip_too_large: "De ZIP wordt uitgepakt groter dan 4 GB. Verdeel hem over meer ZIP's.",
      zip_unreadable:
        "De ZIP kan niet worden gelezen. Is hij verplaatst of nog niet klaar met downloaden? Kies hem opnieuw.",
    },
    wrong: {
      required: "Vul dit in.",
      too_long: "Deze tekst is te lang. Maak hem korter.",
      character:
        "Er staat een regeleinde, een onzichtbaar teken of een teken dat de leesrichting omdraait in. Typ deze tekst opnieuw.",
      invalid: "Dit kan niet. Vergelijk het met de voorbeeldlijst.",
      too_many_cells:
        "Deze rij heeft meer cellen dan er kolommen zijn. Zet tekst met het scheidingsteken erin tussen aanhalingstekens.",
      not_an_amount: "Dit is geen bedrag. Schrijf het zoals 1.234,56.",
      ambiguous:
        "Dit bedrag kan op twee manieren worden gelezen. Schrijf de centen erbij, zoals 1.234,00 of 1,23.",
      cents: "Schrijf twee cijfers achter de komma, zoals 1.234,50.",
      negative:
        "Schrijf het bedrag zonder min of plus, en zet Te betalen of Te ontvangen in de kolom betekenis.",
      kind: "Deze soort is niet bekend. Schrijf hem zoals op het scherm, bijvoorbeeld Btw-aangifte.",
      recipient:
        "Deze ontvanger is niet bekend. Schrijf Belastingdienst, KvK, Bank of Alleen ons kantoor, of laat de cel leeg.",
      meaning: "Schrijf Te betalen of Te ontvangen.",
      meaning_missing: "Er staat een bedrag. Schrijf erbij: Te betalen of Te ontvangen.",
      period: "Dit is geen periode. Schrijf een jaar, kwartaal of maand, zoals 2026-Q3.",
      date: "Dit is geen datum. Schrijf hem als 2026-12-01 of 01-12-2026.",
      deadline_passed: "Deze datum is voorbij. Kies vandaag of later.",
      approvers: "Er ontbreekt een naam. Schrijf gebruikersnamen, zoals sanne+bram>mo.",
      unknown_client: "Er is geen cliënt met dit nummer. Kijk het na; let op nullen vooraan.",
      unknown_approver: (login: string) => `De gebruikersnaam ${login} bestaat niet. Kijk hem na.`,
      approver_without_right: (login: string) =>
        `${login} mag voor deze cliënt geen akkoord geven. Kies een ander, of geef eerst dat recht.`,
      no_such_file: (name: string) =>
        `${name} zit niet in de ZIP. Voeg het bestand toe, of verbeter de naam.`,
      two_files: (name: string) =>
        `${name} zit meer dan één keer in de ZIP. Schrijf de map erbij, of geef ze andere namen.`,
      two_rows: (name: string) =>
        `Meer rijen noemen ${name}. Elk document heeft een eigen bestand.`,
      bad_name:
        "De naam van dit bestand kan niet: er staat .., een schijf, een backslash of een onzichtbaar teken in. Geef het een gewone naam en maak de ZIP opnieuw.",
      file_encrypted: (name: string) =>
        `${name} heeft een wachtwoord in de ZIP. Maak de ZIP zonder wachtwoord.`,
      too_large: (name: string) => `${name} is groter dan 25 MB. Bewaar het kleiner.`,
      amount_too_large: "Dit bedrag is te groot.",
      empty: (name: string) => `${name} is leeg. Bewaar het opnieuw.`,
      not_a_pdf: (name: string) => `${name} is geen PDF. Bewaar het als PDF.`,
      damaged: (name: string) => `${name} is beschadigd. Maak de ZIP opnieuw.`,
      same_row: (row: string) =>
        `Dit is hetzelfde document als rij ${row}. Haal een van de twee weg.`,
    },
  },
  releaseMany: {
    choose: "Kiezen",
    chooseLabel: (title: string, organisation: string) => `Kies ${title}, ${organisation}`,
    all: "Alle nieuwe kiezen die klaar zijn",
    none: "Niets kiezen",
    chosen: (count: number) => `${documents(count)} gekozen`,
    release: (count: number) => (count === 0 ? "Vrijgeven" : `${documents(count)} vrijgeven`),
    title: (count: number) => `${documents(count)} vrijgeven?`,
    text: "De cliënten zien ze meteen en krijgen per document bericht. Een vrijgegeven document kunt u alleen nog intrekken of corrigeren.",
    corrections: (count: number) =>
      count === 1
        ? "1 ervan is een gecorrigeerde versie: wat daarvan al akkoord was, vervalt."
        : `${count} ervan zijn gecorrigeerde versies: wat daarvan al akkoord was, vervalt.`,
    confirm: (count: number) => `${documents(count)} vrijgeven`,
    back: "Nog niet",
    busy: "Vrijgeven",
    progress: (done: number, of: number) => `${done} van ${of} documenten`,
    stop: "Stoppen",
    done: (count: number) => `${documents(count)} vrijgegeven`,
    failed: (count: number) => `${documents(count)} niet vrijgegeven`,
    left: (count: number) => `${documents(count)} overgeslagen, omdat het vrijgeven stopte`,
  },
};
