//! Dictionaries become a codebook that loads and passes its check, beside the compiled one and alone.

use legation_codebook::petrarch::{Beside, Finding, Import, Sides, Source, import};
use legation_codebook::{Codebook, check};

const ACTORS: &str = "\
NORLAND_ [NRL]
+NORLANDISH
FRANCE_ [FRA]
+GAULISH_REPUBLIC
KARVIK_LEAGUE [NRLREBKVK]
ERIK_HOLM
\t[NRLGOV 050101-091231]
\t[NRL]
";
const AGENTS: &str = "HARBOUR_MASTER {HARBOUR_MASTERS} [~GOV]\nDECK_HAND [~LABSEA]\n";
const VERBS: &str = "\
&PACT
+FISHERY TREATY
--- SEVER [160] ---
SEVER
RE_+OPEN [050]
+CALL_FOR {+CALLED_FOR}
- * &PACT (WITH +) [161]
- * &PACT (WITH +) [162]
- $ * + TIES [161]
- * WEATHER [---]
--- CHAT [011] ---
CHAT
";

fn made(beside: Beside) -> Import {
    let sources = [("a.actors.txt", ACTORS), ("a.agents.txt", AGENTS), ("a.verbs.txt", VERBS)]
        .map(|(name, text)| Source { name: name.into(), text: text.into() });
    import(&sources, beside, Sides::One, &|form| if form == "said" { vec!["say".into()] } else { Vec::new() })
}

fn says<'a>(codebook: &'a Codebook, code: &str) -> Vec<&'a str> {
    let event = codebook.event(code).expect("the type is there");
    event.patterns.iter().filter(|p| p.own).map(|p| p.says.as_str()).collect()
}

#[test]
fn an_import_loads_and_passes_the_check() {
    for beside in [Beside::Compiled, Beside::Nothing] {
        let codebook = Codebook::load(&made(beside).files).expect("what was written can be read");
        assert_eq!(check(&codebook), []);
        assert!(codebook.countries.iter().any(|c| c.code == "NRL" && c.name == "Norland"));
        let gaulish = |name: &String| name == "Gaulish Republic";
        assert!(codebook.countries.iter().any(|c| c.code == "FRA" && c.aliases.iter().any(gaulish)));
        let holm: Vec<bool> =
            codebook.organizations.iter().filter(|o| o.name == "Erik Holm").map(|o| o.from.is_some()).collect();
        assert_eq!(holm, [true, false], "the code without days goes last");
        assert_eq!(codebook.offices["deck hand"].secondary, ["SEA"]);
        assert!(codebook.sectors.iter().any(|s| s.code == "KVK"));
    }
}

#[test]
fn alone_nothing_of_the_compiled_patterns_and_names_is_left() {
    let codebook = Codebook::load(&made(Beside::Nothing).files).expect("what was written can be read");
    assert!(codebook.events.iter().flat_map(|e| &e.patterns).all(|p| p.own));
    assert!(codebook.people.is_empty() && codebook.organizations.iter().all(legation_codebook::Organization::is_own));
    assert!(codebook.events.iter().all(|e| e.patterns_only || e.code == "CODE-01"));
}

#[test]
fn verbs_and_patterns_add_to_the_type_of_their_code() {
    let codebook = Codebook::load(&made(Beside::Compiled).files).expect("what was written can be read");
    let sanction = says(&codebook, "SANCTION");
    for pattern in [
        "{actor} sever {recipient!:agent}",
        "{actor} call for {recipient!:agent}",
        "{actor} @v_sever @pact* with {recipient:agent}",
        "{actor} @v_sever weather*",
    ] {
        assert!(sanction.contains(&pattern), "{pattern:?} is not among {sanction:?}");
    }
    assert!(says(&codebook, "SUPPORT").iter().any(|s| s.contains("@v_sever_2 {recipient!:agent}")));
    assert!(says(&codebook, "CODE-01").contains(&"{actor} chat {recipient!:agent}"));
}

#[test]
fn a_pattern_said_twice_keeps_its_first_code() {
    let made = made(Beside::Compiled);
    let warnings: Vec<String> =
        made.found.iter().filter(|f| f.finding == Finding::Warning).map(ToString::to_string).collect();
    assert_eq!(warnings[0], "a.verbs.txt:8: says the same as a.verbs.txt:7 with another code; the first counts");
    assert_eq!(made.refused(), 0);
}
