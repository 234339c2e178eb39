// The English twin of nl.ts.
import type { AuthMessages } from "./messages";

const times = (count: number) => (count === 1 ? "once more" : `${count} more times`);
const minutes = (count: number) => (count === 1 ? "1 minute" : `${count} minutes`);
/** After a few messages the wait is long, and nobody counts thousands of seconds. */
const wait = (count: number) => (count > 90 ? minutes(Math.ceil(count / 60)) : seconds(count));
const seconds = (count: number) => (count === 1 ? "1 second" : `${count} seconds`);

export const en: AuthMessages = {
  code: {
    title: {
      sms: "Enter the code from your text message",
      authenticator: "Enter the code from your app",
      recovery: "Enter a recovery code",
    },
    label: {
      sms: "Code of 6 digits",
      authenticator: "Code of 6 digits",
      recovery: "Recovery code",
    },
    hint: {
      sms: (mobile) => `We sent a text message to ${mobile}.`,
      authenticator: "Open your authenticator app and copy the code that it shows for this portal.",
      recovery: "This is one of the ten codes that you stored. Each code works once.",
    },
    smsUnknown: "your mobile number",
    missing: "Enter the code.",
    sixDigits: "The code has 6 digits.",
    recoveryShape: "A recovery code has 10 characters, such as ABCDE-FGHJK.",
    submit: "Confirm",
    resend: "Send a new code",
    resendIn: (count) => `No text message? You can ask for a new code in ${wait(count)}.`,
    resent: "A new code was sent. The previous one no longer works.",
    notSentTitle: "Your text message was not sent yet",
    notSent: (mobile) => `No more text messages go to ${mobile} so shortly after each other.`,
    notSentIn: (count) => `You can have the code sent in ${wait(count)}.`,
    send: "Send the code",
    noAccess: "Does this not work for you?",
    use: {
      sms: "Use a text message code",
      authenticator: "Use your authenticator app",
      recovery: "Use a recovery code",
    },
    attempts: (count) => `You can try ${times(count)}.`,
    otherAccount: "Sign in with another login name",
  },
  forgotten: {
    title: "Forgot your password",
    intro: "Enter your login name. You will get an e-mail with a link to choose a new password.",
    submit: "Send the link",
    doneTitle: "Check your e-mail",
    done: (login) =>
      `If we know ${login}, an e-mail will be in your inbox within a few minutes. The link works for 30 minutes and once.`,
    nothing: "No e-mail? Look in your spam folder or check your login name.",
    again: "Try again",
  },
  newPassword: {
    title: "Choose a new password",
    label: "New password",
    hint: "At least 12 characters. A few unrelated words in a row are strong and easy to remember.",
    missing: "Enter a new password.",
    submit: "Save password",
    doneTitle: "Your password was changed",
    done: "Sign in with your new password. After that we ask for a code, as always.",
    goneTitle: "This link no longer works",
    gone: "A link to change your password works for 30 minutes and once. Ask for a new one.",
    askAgain: "Ask for a new link",
    noLinkTitle: "Open the link in your e-mail",
    noLink:
      "This page only works with the whole link from the e-mail. Click it there, or copy all of it.",
  },
  invitation: {
    title: (name) => `Welcome, ${name}`,
    loadingTitle: "Your invitation",
    intro: "Choose a password. Then we send a code to your phone and you are in.",
    login: "Your login name",
    mobile: "Your mobile number",
    mobileWrong: "Is this number wrong? Call us first; the code goes to this number.",
    password: "Choose a password",
    submit: "Send the code",
    goneTitle: "This invitation has expired",
    gone: "An invitation works for 7 days and once. Have you been in before? Then you can simply sign in.",
    renew: "Send a new invitation",
    renewedTitle: "Check your e-mail",
    renewed: "If this invitation is yours, a new one will be in your inbox within a few minutes.",
    codeGone: "The code has expired or was wrong too often. Ask for a new one below.",
  },
};
