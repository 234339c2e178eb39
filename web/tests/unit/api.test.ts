import { describe, expect, test } from "vitest";
import { learnServerTime, secondsUntil, serverNow } from "../../src/api/clock";
import { ApiProblem, problemFrom, toProblem } from "../../src/api/problem";
import { mayRetry } from "../../src/client/retry";
import { en } from "../../src/i18n/en";
import { nl } from "../../src/i18n/nl";
import { problemText } from "../../src/i18n/problems";

describe("problems", () => {
  test("keep the API's code and details", () => {
    const body = { code: "code_wrong", attempts_left: 2, reference: null, fields: null };
    const problem = problemFrom(new Response(null, { status: 401 }), body);
    expect([problem.status, problem.code]).toEqual([401, "code_wrong"]);
    expect(problem.details.attemptsLeft).toBe(2);
    expect(problem.details.reference).toBeUndefined();
  });

  test("a gateway's own 503 is unavailable, with the gateway's request id to quote", () => {
    const headers = { "apigw-requestid": "Xy12=" };
    const response = new Response(null, { status: 503, headers });
    const problem = problemFrom(response, { message: "Service Unavailable" });
    expect(problem.code).toBe("unavailable");
    expect(problem.details.reference).toBe("Xy12=");
  });

  test.each([undefined, "", "<html>", 3, null, { code: 3 }])(
    "a body of %j is no puzzle",
    (body) => {
      expect(problemFrom(new Response(null, { status: 500 }), body).code).toBe("unavailable");
      expect(problemFrom(new Response(null, { status: 429 }), body).code).toBe("too_many_requests");
    },
  );

  test("a lost connection has no status; an unreadable answer is the portal's fault", () => {
    expect(toProblem(new TypeError("Failed to fetch")).code).toBe("unreachable");
    expect(toProblem(new SyntaxError("<")).code).toBe("unavailable");
  });

  test("every code of the API has a text in both languages, and an unknown one a sentence", () => {
    const codes = [
      ..."sign_in_failed account_locked code_wrong code_used code_required challenge_gone".split(
        " ",
      ),
      ..."method_unavailable sms_limit setup_gone link_gone password_too_short".split(" "),
      ..."password_too_long password_too_common password_has_name password_wrong".split(" "),
      ..."too_many_requests bad_request unavailable".split(" "),
    ];
    for (const messages of [nl, en]) {
      const unknown = problemText(messages, "nl", new ApiProblem(418, "teapot"));
      expect(unknown).toBe(messages.errors.unknown);
      for (const code of codes) {
        const text = problemText(messages, "nl", new ApiProblem(400, code));
        expect(text, code).not.toBe(unknown);
        expect(text.length, code).toBeGreaterThan(10);
      }
    }
  });

  test("an unknown code of the server's own failure says so", () => {
    expect(problemText(nl, "nl", new ApiProblem(500, "odd"))).toBe(nl.errors.unavailable);
  });

  test("the SMS limit names the time from which it works again", () => {
    const problem = new ApiProblem(429, "sms_limit", { retryAt: "2026-11-23T13:05:00Z" });
    expect(problemText(nl, "nl", problem)).toContain("14:05");
    expect(problemText(en, "en", problem)).toContain("14:05");
  });

  test("only what another try may mend is tried again, once", () => {
    expect(mayRetry(0, new ApiProblem(503, "unavailable"))).toBe(true);
    expect(mayRetry(0, new ApiProblem(0, "unreachable"))).toBe(true);
    expect(mayRetry(1, new ApiProblem(503, "unavailable"))).toBe(false);
    expect(mayRetry(0, new ApiProblem(401, "no_session"))).toBe(false);
  });
});

describe("the server's clock", () => {
  const now = Date.parse("2026-11-23T10:00:00Z");

  test("counts a phone's wrong clock out", () => {
    learnServerTime("Mon, 23 Nov 2026 10:10:00 GMT", now);
    expect(secondsUntil("2026-11-23T10:11:00Z", serverNow(now))).toBe(60);
    learnServerTime("Mon, 23 Nov 2026 10:00:00 GMT", now);
    expect(serverNow(now)).toBe(now);
  });

  test("never counts below zero, nor from nonsense", () => {
    expect(secondsUntil("2026-11-23T09:00:00Z", now)).toBe(0);
    expect(secondsUntil("soon", now)).toBe(0);
    expect(secondsUntil(null, now)).toBe(0);
    learnServerTime("nonsense", now);
    expect(serverNow(now)).toBe(now);
  });
});
