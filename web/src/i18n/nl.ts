// The Dutch texts of everything before the portal itself. en.ts is their English twin: its type
// comes from here, so a text that one of them lacks does not compile.

const times = (count: number) => (count === 1 ? "nog één keer" : `nog ${count} keer`);

export const nl = {
  common: {
    skip: "Naar de inhoud",
    language: "Taal",
    wait: "Even geduld…",
    slow: "Dit duurt langer dan normaal. Laat deze pagina open; u hoeft niets opnieuw in te vullen.",
    loading: "De pagina wordt geladen…",
    retry: "Opnieuw proberen",
    back: "Terug",
    next: "Verder",
    cancel: "Annuleren",
    show: "Toon",
    hide: "Verberg",
    showPassword: "Wachtwoord tonen",
    hidePassword: "Wachtwoord verbergen",
    questions: "Vragen?",
    call: (name: string) => `Bel ${name}`,
    toSignIn: "Naar inloggen",
    toHome: "Naar het begin",
    steps: "Stappen",
    step: (at: number, of: number) => `Stap ${at} van ${of}`,
    portal: "Cliëntenportaal",
  },
  steps: { password: "Inlognaam en wachtwoord", code: "Code", authenticator: "Authenticator" },
  signIn: {
    title: "Inloggen",
    login: "Inlognaam",
    loginMissing: "Vul uw inlognaam in.",
    password: "Wachtwoord",
    passwordMissing: "Vul uw wachtwoord in.",
    submit: "Inloggen",
    forgotten: "Wachtwoord vergeten?",
    ended:
      "U bent uitgelogd omdat uw sessie was afgelopen. Na het inloggen gaat u verder waar u was.",
    signedOut: "U bent uitgelogd.",
    codeGone:
      "De code is verlopen of te vaak fout ingevuld. Log opnieuw in om een nieuwe te krijgen.",
    attemptsUsed:
      "U hebt drie keer een verkeerde code ingevuld. Log opnieuw in om een nieuwe te krijgen.",
  },
  errors: {
    title: "Dit ging niet goed",
    reference: "Referentie",
    quote: "Blijft het misgaan? Bel ons en noem de referentie.",
    callUs: "Blijft het misgaan? Bel ons.",
    unexpectedTitle: "Er ging iets mis",
    unexpected: "Dat ligt niet aan u. Laad de pagina opnieuw; wat u al verstuurd hebt, is bewaard.",
    reload: "Pagina opnieuw laden",
    notFoundTitle: "Deze pagina bestaat niet",
    notFound: "De link is misschien oud of niet helemaal overgenomen.",
    sign_in_failed: "De inlognaam of het wachtwoord klopt niet.",
    account_locked:
      "Uw account is geblokkeerd na te veel verkeerde codes. Bel ons; wij maken het weer vrij.",
    code_wrong: (count: number | undefined) =>
      count === undefined
        ? "Deze code klopt niet."
        : `Deze code klopt niet. U kunt het ${times(count)} proberen.`,
    code_used: "Deze code is al gebruikt. Wacht tot uw app een nieuwe toont en vul die in.",
    code_required: "Bevestig eerst met een code dat u het bent.",
    challenge_gone: "De code is verlopen of te vaak fout ingevuld. Vraag een nieuwe aan.",
    method_unavailable: "Deze manier kan nu niet. Kies een andere.",
    sms_limit: (until: string | undefined) =>
      until === undefined
        ? "Naar dit nummer kan nu geen sms meer. Probeer het later opnieuw."
        : `Naar dit nummer kan nu geen sms meer. Vanaf ${until} kan het weer.`,
    sms_not_allowed: "Naar dit telefoonnummer sturen wij geen sms. Bel ons; wij lossen het op.",
    no_right:
      "Dit mag u hier niet (meer). Vraag het aan wie uw organisatie beheert, of bel ons als dat niet klopt.",
    not_found: "Dit is er niet meer, of niet voor u. Bel ons als dat niet klopt.",
    setup_gone: "Het instellen duurde te lang. Begin opnieuw met een nieuwe QR-code.",
    link_gone: "Deze link werkt niet meer.",
    password_too_short: "Dit wachtwoord is te kort: kies minstens 12 tekens.",
    password_too_long: "Dit wachtwoord is te lang: kies hoogstens 128 tekens.",
    password_too_common:
      "Dit wachtwoord wordt veel gebruikt en is makkelijk te raden. Kies een ander.",
    password_has_name: "Uw naam of inlognaam staat in dit wachtwoord. Kies een ander.",
    password_wrong: "Uw huidige wachtwoord klopt niet.",
    too_many_requests:
      "Dat waren te veel pogingen achter elkaar. Wacht een minuut en probeer het opnieuw.",
    bad_request: "Iets in wat u invulde kan niet. Kijk het na en probeer het opnieuw.",
    unavailable:
      "Het portaal kan dit nu niet doen. Uw gegevens zijn veilig; probeer het zo opnieuw.",
    unreachable:
      "Er is geen verbinding. Wat u invulde staat er nog; probeer het opnieuw als u weer internet hebt.",
    unknown: "Dit is niet gelukt. Probeer het opnieuw.",
  },
  offline: { text: "U hebt geen internetverbinding.", back: "De verbinding is er weer." },
};
