//! "Did you mean": the nearest known word, the number that was probably meant.

use crate::plan::Domain;

/// The known word nearest to `word`, where one is near enough to be a slip of the keyboard or memory. Of those that are,
/// one of the same stem goes first: `contraction_monthly` is a slip of `contraction_annual`, not of `contract_months`.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let score = |k: &str| strsim::damerau_levenshtein(&lower, &k.to_lowercase());
    let rated = known.into_iter().map(|k| (same_stem(&lower, k), likeness(word, k), k));
    let near = rated.filter(|&(stem, likeness, _)| likeness >= if stem { 0.45 } else { 0.6 });
    let best =
        near.min_by(|a, b| b.0.cmp(&a.0).then_with(|| b.1.total_cmp(&a.1)).then_with(|| score(a.2).cmp(&score(b.2))));
    best.map(|(.., k)| k)
}

/// Whether two words of several parts begin with the same part.
fn same_stem(word: &str, known: &str) -> bool {
    match (word.split_once('_'), known.split_once('_')) {
        (Some((a, _)), Some((b, _))) => a == b,
        _ => false,
    }
}

/// 0..1: how alike two words are; one that contains the other counts as near.
pub fn likeness(word: &str, known: &str) -> f64 {
    let (word, known) = (word.to_lowercase(), known.to_lowercase());
    let edits = strsim::normalized_damerau_levenshtein(&word, &known);
    let shorter = word.len().min(known.len());
    let contained = shorter >= 4 && (known.contains(&word) || word.contains(&known));
    if contained { edits.max(0.7) } else { edits }
}

/// The share that was probably meant by a number outside `domain`: 0.22 for 22.
pub fn share_meant(x: f64, domain: Domain) -> Option<f64> {
    let is_share = domain.min == 0.0 && domain.max == 1.0;
    // just above 1 is a slip of another kind than a percentage
    let is_percent = !(0.0..=1.5).contains(&x);
    let share = if x < 0.0 { -x } else { x / 100.0 };
    (is_share && is_percent && domain.contains(share)).then_some(share)
}

/// The number that a text in quotes probably means, as it would be typed: 0.22 for "22 %", 6_000_000 for "6,000,000".
pub fn number_meant(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| !matches!(c, ',' | '_' | ' ' | '$' | '€' | '£')).collect();
    if let Some(percent) = bare.strip_suffix('%') {
        let x: f64 = percent.parse().ok().filter(|x: &f64| x.is_finite())?;
        return Some(format!("{}", x / 100.0));
    }
    let (digits, factor) = match bare.strip_suffix(['k', 'K']).map(|d| (d, 1e3)) {
        Some(thousands) => thousands,
        None => bare.strip_suffix(['m', 'M']).map_or((bare.as_str(), 1.0), |d| (d, 1e6)),
    };
    let x: f64 = digits.parse().ok().filter(|x: &f64| x.is_finite())?;
    Some(typed(x * factor))
}

/// A number as one would type it: 6_000_000, 0.22.
pub fn typed(x: f64) -> String {
    let plain = format!("{x}");
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    if digits.len() <= 4 {
        return plain;
    }
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    let fraction = fraction.map_or(String::new(), |f| format!(".{f}"));
    format!("{sign}{grouped}{fraction}")
}

/// The name that was probably meant, in the letters that names may have.
pub fn name_meant(name: &str) -> Option<String> {
    let plain = |c: char| match c {
        'ä' => "ae".to_string(),
        'ö' => "oe".to_string(),
        'ü' => "ue".to_string(),
        'Ä' => "Ae".to_string(),
        'Ö' => "Oe".to_string(),
        'Ü' => "Ue".to_string(),
        'ß' => "ss".to_string(),
        'é' | 'è' | 'ê' => "e".to_string(),
        'á' | 'à' | 'â' => "a".to_string(),
        c if c.is_ascii_alphanumeric() || c == '-' || c == '_' => c.to_string(),
        _ => "_".to_string(),
    };
    let meant: String = name.trim().chars().map(plain).collect();
    meant.chars().any(|c| c.is_ascii_alphanumeric()).then_some(meant)
}

/// Words in a sentence: a, b and c.
pub fn listed<S: AsRef<str>>(words: &[S], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.as_ref().to_string(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_forgives_slips_but_not_other_words() {
        let known = ["win_rate", "sales_cycle_months", "opps_factor"];
        assert_eq!(nearest("winrate", known), Some("win_rate"));
        assert_eq!(nearest("Win_Rate", known), Some("win_rate"));
        assert_eq!(nearest("sales_cycle", known), Some("sales_cycle_months"));
        assert_eq!(nearest("colour", known), None);
    }

    #[test]
    fn the_same_stem_goes_first() {
        let known = ["contract_months", "churn_annual", "contraction_annual", "uplift_annual"];
        assert_eq!(nearest("contraction_monthly", known), Some("contraction_annual"));
        assert_eq!(nearest("churn_monthly", known), Some("churn_annual"));
        assert_eq!(nearest("contract_month", known), Some("contract_months"));
    }

    #[test]
    fn numbers_are_guessed_as_people_write_them() {
        let guesses = ["22%", "6,000,000", "$1.5M", "80k", "1 200", "soon"].map(number_meant);
        let expected = [Some("0.22"), Some("6_000_000"), Some("1_500_000"), Some("80_000"), Some("1200"), None];
        assert_eq!(guesses, expected.map(|g| g.map(str::to_string)));
        assert_eq!(share_meant(22.0, Domain::SHARE), Some(0.22));
        assert_eq!(share_meant(-0.1, Domain::SHARE), Some(0.1));
        assert_eq!(share_meant(220.0, Domain::SHARE), None);
        assert_eq!(share_meant(1.0, Domain::SHARE_BELOW_ONE), None);
        assert_eq!(share_meant(22.0, Domain::NON_NEGATIVE), None);
    }

    #[test]
    fn names_are_spelled_in_plain_letters() {
        assert_eq!(name_meant("smb müsli/2.0").as_deref(), Some("smb_muesli_2_0"));
        assert_eq!(name_meant("…"), None);
    }
}
