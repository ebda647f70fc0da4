//! What CAMEO says of a code and of an actor: root and base, quad class, Goldstein value, codes of country, group and role.

use super::countries;
use legation_codebook::Codebook;
use legation_coding::EntityRecord;

/// Characters of a root code and of a base code: "04" and "042" of "0421".
const ROOT: usize = 2;
const BASE: usize = 3;

/// The names of the twenty categories of CAMEO.
const ROOTS: [&str; 20] = [
    "Make a public statement",
    "Appeal",
    "Express intent to cooperate",
    "Consult",
    "Engage in diplomatic cooperation",
    "Engage in material cooperation",
    "Provide aid",
    "Yield",
    "Investigate",
    "Demand",
    "Disapprove",
    "Reject",
    "Threaten",
    "Protest",
    "Exhibit military posture",
    "Reduce relations",
    "Coerce",
    "Assault",
    "Fight",
    "Engage in unconventional mass violence",
];

/// Root of a code: "04" of "042".
pub(super) fn root(code: &str) -> &str {
    code.get(..ROOT).unwrap_or(code)
}

/// Base of a code: "112" of "1122".
pub(super) fn base(code: &str) -> &str {
    code.get(..BASE).unwrap_or(code)
}

fn category(code: &str) -> Option<usize> {
    root(code).parse().ok().filter(|n| (1..=ROOTS.len()).contains(n))
}

/// Name of the category of a code: "Consult" of "042".
pub(super) fn name(code: &str) -> &'static str {
    category(code).map_or("", |n| ROOTS[n - 1])
}

/// Quad class as CAMEO and GDELT have it, by root code: from 1 verbal cooperation to 4 material conflict.
pub(super) fn quad(code: &str) -> Option<u8> {
    category(code).map(|n| match n {
        1..=5 => 1,
        6..=8 => 2,
        9..=13 => 3,
        _ => 4,
    })
}

/// Quad class as Phoenix has it: 0 is neutral, and 16, to reduce relations, verbal conflict.
pub(super) fn phoenix_quad(code: &str) -> Option<u8> {
    category(code).map(|n| match n {
        1..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        9..=13 | 16 => 3,
        _ => 4,
    })
}

/// Goldstein value of a code; of its base, else its root, where it has none of its own.
pub(super) fn goldstein(codebook: &Codebook, code: &str) -> Option<f64> {
    let value = |code: &str| codebook.cameo.iter().find(|c| c.cameo == code).and_then(|c| c.goldstein);
    [code, base(code), root(code)].into_iter().find_map(value)
}

/// An actor as CAMEO codes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Actor {
    /// "SYR".
    pub country: String,
    /// "UNO": an organization with a code of its own.
    pub group: &'static str,
    /// "GOV", "MIL".
    pub roles: Vec<&'static str>,
}

impl Actor {
    /// The codes of a participant. Empty where it has none.
    pub fn of(entity: &EntityRecord) -> Self {
        let code = entity.code.as_deref().unwrap_or_default();
        let (group, role) = organization(code);
        let country = countries::of(code).map(|c| c.cameo.clone()).unwrap_or_default();
        let mut roles: Vec<&str> = role.into_iter().collect();
        for role in entity.sector.iter().filter_map(|s| role_of(s)) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        Self { country, group, roles }
    }

    /// All in one: "SYRGOV", "IGOUNO".
    pub fn code(&self) -> String {
        if self.group.is_empty() {
            return self.country.clone() + &self.roles.concat();
        }
        let (first, rest) = self.roles.split_at(self.roles.len().min(1));
        [self.country.as_str(), &first.concat(), self.group, &rest.concat()].concat()
    }
}

/// Group and role of PLOVER's codes for those that are of no country.
fn organization(code: &str) -> (&'static str, Option<&'static str>) {
    match code {
        "IGO" => ("", Some("IGO")),
        "UNO" => ("UNO", Some("IGO")),
        "EUR" => ("EEC", Some("IGO")),
        "NGO" => ("", Some("NGO")),
        "ISM" => ("", Some("NGM")),
        "IMG" => ("", Some("IMG")),
        "MNC" => ("", Some("MNC")),
        _ => ("", None),
    }
}

/// CAMEO's role of a PLOVER sector; none where CAMEO has no such role.
fn role_of(sector: &str) -> Option<&'static str> {
    /// Roles that are called the same.
    const SAME: [&str; 18] = [
        "COP", "GOV", "JUD", "LEG", "MIL", "PTY", "REB", "SPY", "UAF", "AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "LAB",
        "REF", "OPP",
    ];
    match sector {
        "JRN" => Some("MED"),
        "MED" => Some("HLH"),
        "PRM" => Some("UAF"),
        "SOC" => Some("CVL"),
        other => organization(other).1.or_else(|| SAME.into_iter().find(|s| *s == other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_by_root_are_those_of_the_codebook() {
        for code in &Codebook::embedded().cameo {
            assert_eq!(quad(&code.cameo), code.quad_cameo, "{}", code.cameo);
        }
    }

    #[test]
    fn every_code_has_a_goldstein_value_and_an_unknown_one_has_none() {
        let codebook = Codebook::embedded();
        for code in &codebook.cameo {
            assert!(goldstein(&codebook, &code.cameo).is_some(), "{}", code.cameo);
        }
        assert_eq!(goldstein(&codebook, "042"), Some(1.9));
        assert_eq!(goldstein(&codebook, "1213"), goldstein(&codebook, "121"));
        assert_eq!((goldstein(&codebook, "99"), quad("99"), name("99"), quad("")), (None, None, "", None));
    }

    #[test]
    fn every_sector_of_the_codebook_is_known_here() {
        let without: Vec<String> =
            Codebook::embedded().sectors.iter().map(|s| s.code.clone()).filter(|s| role_of(s).is_none()).collect();
        assert_eq!(without, ["UNK", "PRE", "REL"]);
    }

    #[test]
    fn actors_are_country_then_roles_and_organizations_role_then_group() {
        let actor = |code: &str, sectors: &[&str]| {
            let sector = sectors.iter().map(|s| (*s).to_owned()).collect();
            Actor::of(&EntityRecord { code: Some(code.into()), sector, ..EntityRecord::default() }).code()
        };
        assert_eq!(actor("SYR", &["GOV", "MIL"]), "SYRGOVMIL");
        assert_eq!(actor("UNO", &["IGO", "REF"]), "IGOUNOREF");
        assert_eq!(actor("ROU", &["JRN"]), "ROMMED");
        assert_eq!(actor("EUR", &[]), "IGOEEC");
        assert_eq!(actor("XYZ", &["REB"]), "REB", "no code of CAMEO is made up");
    }
}
