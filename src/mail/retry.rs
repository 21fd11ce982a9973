//! When a mail that was not taken is tried again: waits that double, spread by chance, until it is given up.

use chrono::TimeDelta;

/// How patiently mails are tried.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The wait after the first attempt.
    pub first: TimeDelta,
    pub longest: TimeDelta,
    /// For how long a mail is tried at all.
    pub give_up: TimeDelta,
}

impl Patience {
    /// The wait before the next attempt after `attempts`; `None` where the mail has been tried for long enough.
    /// `chance`, from 0 to 1, moves the wait by a quarter either way, so that mails that failed together come back apart.
    #[must_use]
    pub fn wait(&self, attempts: i32, tried_for: TimeDelta, chance: f64) -> Option<TimeDelta> {
        if tried_for >= self.give_up {
            return None;
        }
        let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(30);
        let first = self.first.num_milliseconds().max(1);
        let plain = first.saturating_mul(2_i64.saturating_pow(doublings)).min(self.longest.num_milliseconds());
        // In thousandths, because whole numbers stay exact.
        #[expect(clippy::cast_possible_truncation, reason = "clamped to 0..=500")]
        let spread = 750 + (chance.clamp(0.0, 1.0) * 500.0) as i64;
        let wait = TimeDelta::milliseconds(plain.saturating_mul(spread) / 1000);
        // The last attempt is made when the time is up, not before.
        Some(wait.min(self.give_up - tried_for))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience =
        Patience { first: TimeDelta::minutes(1), longest: TimeDelta::hours(4), give_up: TimeDelta::days(3) };

    #[test]
    fn waits_double_up_to_the_longest() {
        for (attempts, chance, seconds) in [
            (0, 0.5, 60),
            (1, 0.5, 60),
            (2, 0.5, 120),
            (3, 0.5, 240),
            (8, 0.5, 7680),
            (9, 0.5, 14_400),
            (i32::MAX, 0.5, 14_400),
            (1, 0.0, 45),
            (1, 1.0, 75),
            (1, 7.0, 75),
            (1, f64::NAN, 45),
            (9, 0.0, 10_800),
            (9, 1.0, 18_000),
        ] {
            let wait = PATIENCE.wait(attempts, TimeDelta::zero(), chance);
            assert_eq!(wait, Some(TimeDelta::seconds(seconds)), "{attempts} {chance}");
        }
    }

    #[test]
    fn nothing_is_tried_for_ever() {
        let hours = |hours| PATIENCE.wait(9, TimeDelta::hours(hours), 0.5);
        assert_eq!(hours(71), Some(TimeDelta::hours(1)));
        assert_eq!((hours(72), hours(1000)), (None, None));
    }

    #[test]
    fn all_attempts_of_a_mail_stand_within_the_time() {
        let (mut tried, mut count) = (TimeDelta::zero(), 0);
        while let Some(wait) = PATIENCE.wait(count + 1, tried, 0.3) {
            assert!(wait > TimeDelta::zero());
            tried += wait;
            count += 1;
        }
        assert_eq!(tried, PATIENCE.give_up);
        assert!((20..60).contains(&count), "{count}");
    }
}
