//! Pairs one to one: of gold {a, b} and found {x, y}, where a fits x and y, and b only x, the pairs are a-y and b-x.

/// As many pairs as there can be (Kuhn's augmenting paths). `fits` gives what each one on the left may be paired with, the
/// best first; the outcome is the partner of each.
pub(crate) fn pair_up(fits: &[Vec<usize>]) -> Vec<Option<usize>> {
    let width = fits.iter().flatten().max().map_or(0, |most| most + 1);
    let mut taken_by: Vec<Option<usize>> = vec![None; width];
    for left in 0..fits.len() {
        place(left, fits, &mut taken_by, &mut vec![false; width]);
    }
    let mut partner = vec![None; fits.len()];
    for (right, left) in taken_by.iter().enumerate() {
        if let Some(left) = left {
            partner[*left] = Some(right);
        }
    }
    partner
}

/// Finds a place for one, moving others where they have another place to go to.
fn place(left: usize, fits: &[Vec<usize>], taken_by: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for &right in &fits[left] {
        if std::mem::replace(&mut tried[right], true) {
            continue;
        }
        if taken_by[right].is_none_or(|other| place(other, fits, taken_by, tried)) {
            taken_by[right] = Some(left);
            return true;
        }
    }
    false
}

/// Whether each of `count` on both sides has a partner of its own.
pub(crate) fn all_paired(wanted: usize, found: usize, fits: impl Fn(usize, usize) -> bool) -> bool {
    if wanted != found {
        return false;
    }
    let rows: Vec<Vec<usize>> = (0..wanted).map(|w| (0..found).filter(|f| fits(w, *f)).collect()).collect();
    pair_up(&rows).iter().all(Option::is_some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_makes_room_for_another_that_has_no_other_choice() {
        assert_eq!(pair_up(&[vec![0, 1], vec![0]]), [Some(1), Some(0)]);
        assert_eq!(pair_up(&[vec![0], vec![0]]), [Some(0), None]);
        assert_eq!(pair_up(&[vec![], vec![2, 0]]), [None, Some(2)]);
    }

    #[test]
    fn sides_are_paired_where_each_has_its_own() {
        assert!(all_paired(2, 2, |w, f| w != f));
        assert!(!all_paired(2, 2, |_, f| f == 0));
        assert!(!all_paired(1, 2, |_, _| true));
        assert!(all_paired(0, 0, |_, _| false));
    }
}
