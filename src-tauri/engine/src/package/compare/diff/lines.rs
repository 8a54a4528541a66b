//! The difference of two texts, line by line.

use super::super::answer::LineKind;

/// Cells of the table that is filled for the part in the middle; beyond that the middle is told as
/// replaced, which is as true and takes no memory.
const MOST_CELLS: usize = 4_000_000;

/// Every line of both, the removed ones in front of those added in their place.
pub(super) fn diff<'t>(a: &'t [String], b: &'t [String]) -> Vec<(LineKind, &'t str)> {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let rest = (&a[start..], &b[start..]);
    let end = rest
        .0
        .iter()
        .rev()
        .zip(rest.1.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let middle = (&a[start..a.len() - end], &b[start..b.len() - end]);
    let same = |line: &'t String| (LineKind::Same, line.as_str());
    let mut lines: Vec<_> = a[..start].iter().map(same).collect();
    if middle.0.len().saturating_mul(middle.1.len()) <= MOST_CELLS {
        lines.extend(by_table(middle.0, middle.1));
    } else {
        lines.extend(
            middle
                .0
                .iter()
                .map(|line| (LineKind::Removed, line.as_str())),
        );
        lines.extend(middle.1.iter().map(|line| (LineKind::Added, line.as_str())));
    }
    lines.extend(a[a.len() - end..].iter().map(same));
    lines
}

/// The longest common subsequence, by the usual table.
fn by_table<'t>(a: &'t [String], b: &'t [String]) -> Vec<(LineKind, &'t str)> {
    let width = b.len() + 1;
    // Length of the longest common subsequence of what follows.
    let mut table = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            table[i * width + j] = if a[i] == b[j] {
                table[(i + 1) * width + j + 1] + 1
            } else {
                table[(i + 1) * width + j].max(table[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < a.len() || j < b.len() {
        let both = i < a.len() && j < b.len();
        if both && a[i] == b[j] {
            lines.push((LineKind::Same, a[i].as_str()));
            i += 1;
            j += 1;
        } else if i < a.len()
            && (j == b.len() || table[(i + 1) * width + j] >= table[i * width + j + 1])
        {
            lines.push((LineKind::Removed, a[i].as_str()));
            i += 1;
        } else {
            lines.push((LineKind::Added, b[j].as_str()));
            j += 1;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(lines: &str) -> Vec<String> {
        lines.chars().map(String::from).collect()
    }

    fn side(lines: &[(LineKind, &str)], left_out: LineKind) -> String {
        lines
            .iter()
            .filter(|line| line.0 != left_out)
            .map(|line| line.1)
            .collect()
    }

    #[test]
    fn a_line_in_the_middle_is_told_alone() {
        let (a, b) = (text("abcde"), text("abXde"));
        let told: String = diff(&a, &b)
            .iter()
            .map(|(kind, line)| match kind {
                LineKind::Removed => format!("-{line}"),
                LineKind::Added => format!("+{line}"),
                _ => (*line).to_owned(),
            })
            .collect();
        assert_eq!(told, "ab-c+Xde");
    }

    #[test]
    fn texts_too_long_for_the_table_are_told_as_replaced() {
        let lines = |word: &str| {
            (0..3_000)
                .map(|at| format!("{word}{at}"))
                .collect::<Vec<_>>()
        };
        let (a, b) = (lines("a"), lines("b"));
        assert_eq!(diff(&a, &b).len(), 6_000);
    }

    proptest! {
        #[test]
        fn both_texts_come_out_of_their_difference(a in "[abc]{0,12}", b in "[abc]{0,12}") {
            let (x, y) = (text(&a), text(&b));
            let lines = diff(&x, &y);
            prop_assert_eq!(side(&lines, LineKind::Added), a);
            prop_assert_eq!(side(&lines, LineKind::Removed), b);
        }
    }
}
