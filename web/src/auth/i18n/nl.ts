// The Dutch texts of what comes after the sign-in page, before the portal: codes, mailed links. en.ts is their English twin.

const times = (count: number) => (count === 1 ? "nog één keer" : `nog ${count} keer`);
const minutes = (count: number) => (count === 1 ? "1 minuut" : `${count} minuten`);
/** After a few messages the wait is long, and nobody counts thousands of seconds. */
const wait = (count: number) => (count > 90 ? minutes(Math.ceil(count / 60)) : seconds(count));
const seconds = (count: number) => (count === 1 ? "1 seconde" : `${count} seconden`);

export const nl = {
  code: {
    title: {
      sms: "Vul de code uit uw sms in",
      authenticator: "Vul de code uit uw app in",
      recovery: "Vul een herstelcode in",
    },
    label: {
      sms: "Code van 6 cijfers",
      authenticator: "Code van 6 cijfers",
      recovery: "Herstelcode",
    },
    hint: {
      sms: (mobile: string) => `Wij stuurden een sms naar ${mobile}.`,
      authenticator: "Open uw authenticator-app en neem de code over die bij dit portaal staat.",
      recovery: "Dit is een van de tien codes die u bewaarde. Elke code werkt één keer.",
    },
    smsUnknown: "uw mobiele nummer",
    missing: "Vul de code in.",
    sixDigits: "De code heeft 6 cijfers.",
    recoveryShape: "Een herstelcode heeft 10 tekens, zoals ABCDE-FGHJK.",
    submit: "Bevestigen",
    resend: "Stuur een nieuwe code",
    resendIn: (count: number) =>
      `Geen sms gekregen? Over ${wait(count)} kunt u een nieuwe code vragen.`,
    resent: "Er is een nieuwe code gestuurd. De vorige werkt niet meer.",
    notSentTitle: "Uw sms is nog niet verstuurd",
    notSent: (mobile: string) => `Naar ${mobile} gaan niet meer sms’jes vlak na elkaar.`,
    notSentIn: (count: number) => `Over ${wait(count)} kunt u de code laten sturen.`,
    send: "Stuur de code",
    noAccess: "Lukt het zo niet?",
    use: {
      sms: "Gebruik een sms-code",
      authenticator: "Gebruik uw authenticator-app",
      recovery: "Gebruik een herstelcode",
    },
    attempts: (count: number) => `U kunt het ${times(count)} proberen.`,
    otherAccount: "Met een andere inlognaam inloggen",
  },
  forgotten: {
    title: "Wachtwoord vergeten",
    intro:
      "Vul uw inlognaam in. U krijgt een e-mail met een link om een nieuw wachtwoord te kiezen.",
    submit: "Stuur de link",
    doneTitle: "Kijk in uw e-mail",
    done: (login: string) =>
      `Als ${login} bij ons bekend is, staat er binnen enkele minuten een e-mail in uw postvak. De link werkt 30 minuten en één keer.`,
    nothing: "Geen e-mail gekregen? Kijk bij ongewenste e-mail of controleer uw inlognaam.",
    again: "Opnieuw proberen",
  },
  newPassword: {
    title: "Nieuw wachtwoord kiezen",
    label: "Nieuw wachtwoord",
    hint: "Minstens 12 tekens. Een paar losse woorden achter elkaar is sterk en goed te onthouden.",
    missing: "Vul een nieuw wachtwoord in.",
    submit: "Wachtwoord opslaan",
    doneTitle: "Uw wachtwoord is gewijzigd",
    done: "Log nu in met uw nieuwe wachtwoord. Daarna vragen wij zoals altijd om een code.",
    goneTitle: "Deze link werkt niet meer",
    gone: "Een link om uw wachtwoord te wijzigen werkt 30 minuten en één keer. Vraag een nieuwe aan.",
    askAgain: "Nieuwe link aanvragen",
    noLinkTitle: "Open de link uit uw e-mail",
    noLink:
      "Deze pagina werkt alleen met de hele link uit de e-mail. Klik daar op, of kopieer hem helemaal.",
  },
  invitation: {
    title: (name: string) => `Welkom, ${name}`,
    loadingTitle: "Uw uitnodiging",
    intro: "Kies een wachtwoord. Daarna sturen wij een code naar uw telefoon en bent u binnen.",
    login: "Uw inlognaam",
    mobile: "Uw mobiele nummer",
    mobileWrong: "Klopt dit nummer niet? Bel ons eerst; de code gaat naar dit nummer.",
    password: "Kies een wachtwoord",
    submit: "Stuur de code",
    goneTitle: "Deze uitnodiging is verlopen",
    gone: "Een uitnodiging werkt 7 dagen en één keer. Bent u al binnen geweest? Dan kunt u gewoon inloggen.",
    renew: "Stuur een nieuwe uitnodiging",
    renewedTitle: "Kijk in uw e-mail",
    renewed:
      "Als deze uitnodiging van u is, staat er binnen enkele minuten een nieuwe in uw postvak.",
    codeGone: "De code is verlopen of te vaak fout ingevuld. Vraag hieronder een nieuwe aan.",
  },
};
