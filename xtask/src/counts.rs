//! The numbers that the test runners print at their end, read for one honest total.

/// Tests of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// Not run, or ended neither way; the runners name each.
    pub(crate) skipped: u64,
}

impl Counts {
    /// The sum of both.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// Nextest's last line: `Summary [ 1.2s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 2 skipped`.
pub(crate) fn nextest(output: &str) -> Option<Counts> {
    let line = output.lines().rev().find(|line| line.trim_start().starts_with("Summary ["))?;
    let words = line.split_once("run:")?.1;
    let failed =
        number_before(words, "failed") + number_before(words, "timed out") + number_before(words, "exec failed");
    Some(Counts { passed: number_before(words, "passed"), failed, skipped: number_before(words, "skipped") })
}

/// Vitest's line of tests: `Tests  1 failed | 41 passed | 2 skipped (44)`.
pub(crate) fn vitest(output: &str) -> Option<Counts> {
    let line = output.lines().rev().map(str::trim_start).find(|line| line.starts_with("Tests "))?;
    let skipped = number_before(line, "skipped") + number_before(line, "todo");
    Some(Counts { passed: number_before(line, "passed"), failed: number_before(line, "failed"), skipped })
}

/// Playwright's last lines, one number each: `2 failed`, `1 flaky`, `3 skipped`, `14 passed (30.1s)`.
pub(crate) fn playwright(output: &str) -> Option<Counts> {
    let mut counts = Counts::default();
    let mut found = false;
    for line in output.lines() {
        let mut words = line.split_whitespace();
        let (Some(number), Some(word)) = (words.next().and_then(|word| word.parse::<u64>().ok()), words.next()) else {
            continue;
        };
        let rest: Vec<&str> = words.collect();
        let alone = rest.is_empty() || (rest.len() == 1 && rest[0].starts_with('(')) || rest == ["not", "run"];
        let field = match word {
            // A flaky test did not pass the first time: that is a failure to look at.
            "failed" | "flaky" | "interrupted" => &mut counts.failed,
            "passed" => &mut counts.passed,
            "skipped" | "did" => &mut counts.skipped,
            _ => continue,
        };
        if alone {
            *field = field.saturating_add(number);
            found = true;
        }
    }
    found.then_some(counts)
}

/// The number in front of `word`, or none.
fn number_before(text: &str, word: &str) -> u64 {
    let parts = text.split([',', '|', '(', ':']).map(|part| part.trim().trim_start_matches("Tests").trim());
    let numbers = parts.filter_map(|part| {
        let (number, rest) = part.split_once(' ')?;
        (rest.trim().trim_end_matches(')') == word).then(|| number.parse::<u64>().ok())?
    });
    numbers.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_is_read() {
        let output = "  PASS [1s]\n────────────\n     Summary [   1.234s] 6/9 tests run: 3 passed (1 slow), 2 failed, 1 timed out, 2 skipped\n   FAIL x\n";
        assert_eq!(nextest(output), Some(Counts { passed: 3, failed: 3, skipped: 2 }));
        assert_eq!(
            nextest("Summary [ 0.1s] 1 test run: 1 passed, 0 skipped"),
            Some(Counts { passed: 1, failed: 0, skipped: 0 })
        );
        assert_eq!(nextest("error: could not compile"), None);
    }

    #[test]
    fn vitest_is_read() {
        let output = " Test Files  1 failed | 3 passed (4)\n      Tests  1 failed | 41 passed | 2 skipped (44)\n";
        assert_eq!(vitest(output), Some(Counts { passed: 41, failed: 1, skipped: 2 }));
        assert_eq!(vitest("      Tests  7 passed (7)\n"), Some(Counts { passed: 7, failed: 0, skipped: 0 }));
        assert_eq!(vitest(" Test Files  no tests"), None);
    }

    #[test]
    fn playwright_is_read() {
        let output = "Running 20 tests using 1 worker\n  1) [x] › a.spec.ts:3 › 2 failed logins\n  2 failed\n    [x] › a\n  1 flaky\n  3 skipped\n  1 did not run\n  14 passed (30.1s)\n";
        assert_eq!(playwright(output), Some(Counts { passed: 14, failed: 3, skipped: 4 }));
        assert_eq!(playwright("Error: no tests found"), None);
    }
}
