//! What is compared of two texts: their runs of three words, and a MinHash of these in bands.
//!
//! "Oman met Qatar on Monday" has three runs: "oman met qatar", "met qatar on", "qatar on monday". Two texts share a band
//! with a probability that follows from the share of runs that they have in common (Broder 1997; bands: Leskovec,
//! Rajaraman and Ullman, Mining of Massive Datasets, chapter 3).

/// Words of a run. Altered copies keep most runs of three; texts on one matter share few.
const RUN: usize = 3;

/// Bands, and hashes in a band: two texts with four tenths of their runs in common share a band 93 times in 100, with half of
/// them 99.5 times; unrelated news, with two hundredths, 3 times in 10,000.
const BANDS: usize = 40;
const ROWS: usize = 3;

/// Texts with fewer different runs are compared with nothing: a headline is no copy.
const LEAST: usize = 8;

/// What a text is compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// Hashes of its runs, sorted, each once.
    pub runs: Vec<u64>,
    /// Hashes of its bands; none where it is too short.
    pub bands: Vec<i64>,
}

/// How much two texts have in common, each 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shared {
    /// Of all runs of both.
    pub jaccard: f64,
    /// Of the runs of the first.
    pub of_first: f64,
    /// Of the runs of the second.
    pub of_second: f64,
}

impl Sketch {
    /// The sketch of a text.
    pub fn of(text: &str) -> Self {
        let runs = runs(text);
        let bands = if runs.len() < LEAST { Vec::new() } else { bands(&runs) };
        Self { runs, bands }
    }

    /// What it shares with the runs of another text.
    pub fn shared(&self, other: &[u64]) -> Shared {
        let (mut first, mut second) = (self.runs.iter().peekable(), other.iter().peekable());
        let mut both = 0usize;
        while let (Some(a), Some(b)) = (first.peek(), second.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(first.next()),
                std::cmp::Ordering::Greater => drop(second.next()),
                std::cmp::Ordering::Equal => {
                    both += 1;
                    first.next();
                    second.next();
                }
            }
        }
        let share = |of: usize| if of == 0 { 0.0 } else { both as f64 / of as f64 };
        Shared {
            jaccard: share(self.runs.len() + other.len() - both),
            of_first: share(self.runs.len()),
            of_second: share(other.len()),
        }
    }
}

/// The hashes of the runs of words, sorted, each once.
pub(crate) fn runs(text: &str) -> Vec<u64> {
    let words: Vec<u64> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(hash_of_word).collect();
    let mut runs: Vec<u64> =
        words.windows(RUN).map(|run| run.iter().fold(0, |hash, word| mixed(hash ^ word))).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// FNV-1a of 64 bits, in lower case.
fn hash_of_word(word: &str) -> u64 {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let start = 0xcbf2_9ce4_8422_2325;
    if word.is_ascii() {
        return word.bytes().fold(start, |hash, byte| add(hash, byte.to_ascii_lowercase()));
    }
    word.chars().flat_map(char::to_lowercase).fold(start, |hash, c| {
        let mut buffer = [0; 4];
        c.encode_utf8(&mut buffer).bytes().fold(hash, add)
    })
}

/// The finalizer of SplitMix64: every bit of the input changes half of the output.
fn mixed(hash: u64) -> u64 {
    let hash = hash.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// The least of the runs under each of many orders, hashed together band by band.
fn bands(runs: &[u64]) -> Vec<i64> {
    // A multiplication by an odd number and the upper half of the product put the runs in another order each time.
    let orders: Vec<(u64, u64)> = (0..(BANDS * ROWS) as u64).map(|n| (mixed(2 * n) | 1, mixed(2 * n + 1))).collect();
    let mut least = vec![u32::MAX; orders.len()];
    for run in runs {
        for (least, (factor, add)) in least.iter_mut().zip(&orders) {
            *least = (*least).min((run.wrapping_mul(*factor).wrapping_add(*add) >> 32) as u32);
        }
    }
    let band = |(number, rows): (usize, &[u32])| {
        rows.iter().fold(mixed(number as u64), |hash, row| mixed(hash ^ u64::from(*row))).cast_signed()
    };
    least.chunks(ROWS).enumerate().map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The foreign ministers of Kenya and Ghana met in Nairobi on Friday to talk about trade. They signed \
        two agreements on customs and fisheries, and said that a joint commission would meet twice a year.";

    fn in_common(a: &Sketch, b: &Sketch) -> usize {
        a.bands.iter().filter(|band| b.bands.contains(band)).count()
    }

    #[test]
    fn case_and_punctuation_make_no_difference() {
        let plain = Sketch::of(STORY);
        assert_eq!(plain, Sketch::of(&STORY.to_uppercase().replace([',', '.'], " –")));
        assert_eq!(plain.bands.len(), BANDS);
    }

    #[test]
    fn a_copy_shares_bands_and_another_story_none() {
        let copy = Sketch::of(&format!("NAIROBI (XYZ) - {}", STORY.replace("on Friday", "yesterday")));
        let other = Sketch::of(
            "Protesters blocked the port of Lima on Sunday. The mayor called for calm and asked the police to hold back while \
             talks with the dockers' union went on behind closed doors.",
        );
        let story = Sketch::of(STORY);
        assert!(in_common(&story, &copy) > 0, "{:?}", story.shared(&copy.runs));
        assert!(story.shared(&copy.runs).jaccard > 0.6, "{:?}", story.shared(&copy.runs));
        assert_eq!((in_common(&story, &other), story.shared(&other.runs).jaccard), (0, 0.0));
    }

    #[test]
    fn shares_are_of_each_side() {
        let (whole, half) = (Sketch::of("a b c d e f g h i j"), Sketch::of("a b c d e f"));
        let shared = whole.shared(&half.runs);
        assert_eq!((shared.of_first, shared.of_second, shared.jaccard), (0.5, 1.0, 0.5));
    }

    #[test]
    fn texts_share_bands_as_often_as_their_runs_say() {
        // Of two texts of 90 runs with 40 hundredths in common, 93 in 100 share a band.
        let word = |n: usize| format!("w{n}");
        let text = |from: usize, to: usize| (from..to).map(word).collect::<Vec<_>>().join(" ");
        let found = (0..200).filter(|trial| {
            let from = trial * 1000;
            // 92 words have 90 runs; 53 words in common have 51: 51 / 129 = .395.
            let (a, b) = (Sketch::of(&text(from, from + 92)), Sketch::of(&text(from + 39, from + 131)));
            in_common(&a, &b) > 0
        });
        let found = found.count();
        assert!((175..=197).contains(&found), "{found} of 200");
    }

    #[test]
    fn a_headline_is_compared_with_nothing() {
        assert!(Sketch::of("Kenya and Ghana sign two agreements").bands.is_empty());
        assert!(Sketch::of("").bands.is_empty());
    }
}
