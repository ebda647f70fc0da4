//! CAMEO codes of actors taken apart: `IRQREBSUN` is Iraq, rebels and `SUN`; `IGOUNO` is the United Nations.

/// Whose somebody is, and what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActorCode {
    /// Country or non-state code; empty for a name that is no actor.
    pub code: String,
    /// Sectors, in the order of the dictionary, in PLOVER's codes where PLOVER has them under another name.
    pub sectors: Vec<String>,
}

/// Letters of a part of a code.
const PART: usize = 3;

/// CAMEO's media are PLOVER's journalists, CAMEO's health is PLOVER's medicine: the same letters would mean another thing.
const RENAMED: &[(&str, &str)] = &[("MED", "JRN"), ("HLH", "MED")];

/// Codes of nobody, of TABARI's and PETRARCH's: the phrase is known and is no actor.
const NOBODY: &[&str] = &["---", "+++", "###"];

/// PLOVER's codes that stand in the place of a country.
const NONSTATE: &[&str] = &["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

/// The code of `text`.
///
/// # Errors
/// What is wrong with it.
pub fn actor_code(text: &str) -> Result<ActorCode, String> {
    if NOBODY.contains(&text) {
        return Ok(ActorCode::default());
    }
    let upper = text.to_uppercase();
    let mut parts = parts(&upper)?.into_iter().peekable();
    let mut code = parts.next().unwrap_or_default();
    // "IGOUNO": PLOVER has the body itself in the place of the country.
    if code == "IGO"
        && let Some(body) = parts.next_if(|p| NONSTATE.contains(&p.as_str()))
    {
        code = body;
    }
    Ok(ActorCode { code, sectors: parts.map(renamed).collect() })
}

/// The sectors of an agent's code, `GOVMED` of `[~GOVMED]`.
///
/// # Errors
/// What is wrong with it.
pub(super) fn sectors(text: &str) -> Result<Vec<String>, String> {
    Ok(parts(&text.to_uppercase())?.into_iter().map(renamed).collect())
}

fn renamed(part: String) -> String {
    RENAMED.iter().find(|(from, _)| *from == part).map_or(part, |(_, to)| (*to).to_owned())
}

fn parts(code: &str) -> Result<Vec<String>, String> {
    if code.len() < PART || !code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        return Err(format!("{code:?} is no code; write parts of three letters, as in USAGOV"));
    }
    Ok(code.as_bytes().chunks(PART).map(|c| String::from_utf8_lossy(c).into_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        actor_code(text).map_or_else(|e| e, |c| format!("{}: {}", c.code, c.sectors.join(" ")))
    }

    #[test]
    fn a_code_is_a_country_and_sectors() {
        assert_eq!(code("IRQREBSUN"), "IRQ: REB SUN");
        assert_eq!(code("IGOUNO"), "UNO: ");
        assert_eq!(code("IGOAFR"), "IGO: AFR");
        assert_eq!(code("NGOHLH"), "NGO: MED");
        assert_eq!(code("ARMGOVMED"), "ARM: GOV JRN");
        assert_eq!(code("---"), ": ");
        assert!(code("US").contains("three letters"));
        assert!(code("US?GOV").contains("no code"));
    }
}
