// The English twin of nl.ts, loaded when somebody chooses English.
import type { Messages } from "./messages";

const times = (count: number) => (count === 1 ? "once more" : `${count} more times`);

export const en: Messages = {
  common: {
    skip: "Skip to content",
    language: "Language",
    wait: "One moment…",
    slow: "This takes longer than usual. Keep this page open; you need not fill in anything again.",
    loading: "The page is loading…",
    retry: "Try again",
    back: "Back",
    next: "Continue",
    cancel: "Cancel",
    show: "Show",
    hide: "Hide",
    showPassword: "Show password",
    hidePassword: "Hide password",
    questions: "Questions?",
    call: (name) => `Call ${name}`,
    toSignIn: "Go to sign in",
    toHome: "Go to the start",
    steps: "Steps",
    step: (at, of) => `Step ${at} of ${of}`,
    portal: "Client portal",
  },
  steps: { password: "Login name and password", code: "Code", authenticator: "Authenticator" },
  signIn: {
    title: "Sign in",
    login: "Login name",
    loginMissing: "Enter your login name.",
    password: "Password",
    passwordMissing: "Enter your password.",
    submit: "Sign in",
    forgotten: "Forgot your password?",
    ended:
      "You were signed out because your session had ended. After signing in you continue where you were.",
    signedOut: "You are signed out.",
    codeGone: "The code has expired or was wrong too often. Sign in again to get a new one.",
    attemptsUsed: "You entered a wrong code three times. Sign in again to get a new one.",
  },
  errors: {
    title: "That did not work",
    reference: "Reference",
    quote: "Does it keep going wrong? Call us and mention the reference.",
    callUs: "Does it keep going wrong? Call us.",
    unexpectedTitle: "Something went wrong",
    unexpected: "This is not your fault. Reload the page; what you already sent is kept.",
    reload: "Reload the page",
    notFoundTitle: "This page does not exist",
    notFound: "The link may be old or was not copied completely.",
    sign_in_failed: "The login name or the password is not right.",
    account_locked:
      "Your account is locked after too many wrong codes. Call us; we will unlock it.",
    code_wrong: (count) =>
      count === undefined
        ? "This code is not right."
        : `This code is not right. You can try ${times(count)}.`,
    code_used:
      "This code has been used already. Wait until your app shows a new one and enter that.",
    code_required: "First confirm with a code that it is you.",
    challenge_gone: "The code has expired or was wrong too often. Ask for a new one.",
    method_unavailable: "This way is not possible now. Choose another.",
    sms_limit: (until) =>
      until === undefined
        ? "No more text messages can go to this number now. Try again later."
        : `No more text messages can go to this number now. It is possible again from ${until}.`,
    sms_not_allowed: "We send no texts to this telephone number. Call us and we will solve it.",
    no_right:
      "You may not do this here (any more). Ask whoever manages your organisation, or call us if that is not right.",
    not_found: "This is no longer there, or not for you. Call us if that is not right.",
    setup_gone: "Setting up took too long. Start again with a new QR code.",
    link_gone: "This link no longer works.",
    password_too_short: "This password is too short: choose at least 12 characters.",
    password_too_long: "This password is too long: choose at most 128 characters.",
    password_too_common: "This password is used a lot and easy to guess. Choose another.",
    password_has_name: "Your name or login name is in this password. Choose another.",
    password_wrong: "Your current password is not right.",
    too_many_requests: "Those were too many attempts in a row. Wait a minute and try again.",
    bad_request: "Something you entered is not possible. Check it and try again.",
    unavailable: "The portal cannot do this right now. Your data is safe; try again in a moment.",
    unreachable:
      "There is no connection. What you entered is still here; try again when you are online.",
    unknown: "That did not work. Try again.",
  },
  offline: { text: "You have no internet connection.", back: "The connection is back." },
};
