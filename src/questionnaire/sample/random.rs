//! A small deterministic source of chance: SplitMix64.

/// The same seed gives the same run everywhere.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        // Seeds that stand next to each other (1, 2, 3…) must not start alike.
        Self(mix(seed ^ 0x5ca1_ab1e_0ddb_a115))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// From 0 up to but not including `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        // The remainder is smaller than `end`, so it fits.
        self.next().checked_rem(end).and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
    }

    /// From `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = usize::try_from(most.saturating_sub(least).saturating_add(1)).unwrap_or(1);
        least.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// True this many times in a hundred.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance as usize
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// The place of one of `weights`, each as likely as it weighs.
    pub fn weighted(&mut self, weights: &[u32]) -> Option<usize> {
        let total: u32 = weights.iter().sum();
        let mut rest = u32::try_from(self.below(total as usize)).unwrap_or(0);
        for (place, weight) in weights.iter().enumerate() {
            if rest < *weight {
                return Some(place);
            }
            rest -= weight;
        }
        None
    }
}

/// A number that looks random for each text, the same everywhere.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| mix(hash ^ u64::from(byte)))
}

fn mix(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_stays_within_its_bounds_and_reaches_them() {
        let mut random = Random::new(1);
        let mut seen = [0_u32; 5];
        for _ in 0..1000 {
            let number = random.between(-2, 2);
            seen[usize::try_from(number + 2).unwrap()] += 1;
            assert_eq!(random.weighted(&[0, 3, 0]), Some(1));
        }
        assert!(seen.iter().all(|count| (120..280).contains(count)), "{seen:?}");
        let often = (0..1000).filter(|_| random.percent(20)).count();
        assert!((140..260).contains(&often), "{often}");
        assert_eq!((random.below(0), random.pick::<u8>(&[]), random.weighted(&[0])), (0, None, None));
    }

    #[test]
    fn a_seed_says_everything() {
        let run = |seed| {
            let mut random = Random::new(seed);
            [(); 4].map(|()| random.next())
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
        assert_ne!(hash("roles"), hash("role"));
    }
}
