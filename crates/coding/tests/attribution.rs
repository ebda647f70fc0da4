//! According to whom events are told, and that what is denied is none.

use legation_codebook::Codebook;
use legation_coding::{Coder, EventRecord, Included, Settings, records};
use legation_text::{Analyzer, Article};
use std::sync::LazyLock;

static ENGINE: LazyLock<(Analyzer, Coder)> = LazyLock::new(|| {
    let codebook = Codebook::embedded();
    (Analyzer::new(Coder::lexicon(&codebook)), Coder::new(codebook))
});

fn code(text: &str, included: Included) -> Vec<EventRecord> {
    let (analyzer, coder) = &*ENGINE;
    let mut article = Article::from_text("attribution", text);
    article.published = "2022-01-25".parse().ok();
    let document = coder.analyze(analyzer, article);
    records(&document, &coder.code(&document, included), &Settings::default())
}

/// The sources of an event: "the ministry states via State television quotes", "-" for the narrator.
fn sources(record: &EventRecord) -> String {
    let Some(attribution) = &record.attribution else {
        return "-".into();
    };
    let one = |text: &Option<String>, stance: &str| format!("{} {stance}", text.as_deref().unwrap_or("nobody"));
    let mut said = one(&attribution.text, &attribution.stance);
    for via in &attribution.via {
        said.push_str(&format!(" via {}", one(&via.text, &via.stance)));
    }
    said
}

/// The sources of the only event.
fn check(text: &str, expected: &str) {
    let found = code(text, Included::default());
    let said: Vec<String> = found.iter().map(sources).collect();
    assert_eq!(said, [expected], "{text}");
}

/// Events as "TYPE", none by default.
fn types(text: &str) -> Vec<String> {
    code(text, Included::default()).into_iter().map(|r| r.event[0].clone()).collect()
}

#[test]
fn an_event_is_told_by_the_innermost_source() {
    check("Rebels attacked the town of Hama.", "-");
    check("Rebels attacked the town of Hama, the ministry said.", "the ministry states");
    check(
        "State television quoted the ministry as saying that rebels had attacked the town of Hama.",
        "the ministry states via State television quotes",
    );
    check(
        "Rebels attacked the town of Hama, Reuters reported, citing a Syrian official.",
        "a Syrian official states via Reuters states",
    );
    check("Troops allegedly attacked the town of Hama.", "nobody claims");
}

#[test]
fn a_quotation_is_somebodys_over_sentences() {
    check("“We have lost ten men,” Mr Khaji said. “The Syrian army attacked our base in Hama.”", "Mr Khaji quotes");
    // The narrator goes on where the marks end.
    check("“We have lost ten men,” Mr Khaji said. The Syrian army attacked a base in Hama.", "-");
}

#[test]
fn who_makes_a_threat_is_no_source_of_it() {
    check("Turkey said it would bomb Syria if the talks failed.", "-");
    check("The Turkish army said it had bombed the town of Hama.", "The Turkish army states");
}

#[test]
fn a_source_is_resolved() {
    let found = code("Rebels attacked the town of Hama, the Syrian Foreign Ministry said.", Included::default());
    let source = found[0].attribution.as_ref().and_then(|a| a.entity.as_ref()).expect("a source");
    assert_eq!((source.code.as_deref(), source.sector.as_slice()), (Some("SYR"), &["GOV".to_owned()][..]));
}

#[test]
fn a_denial_never_becomes_the_event_denied() {
    let denials = [
        "Iran denied attacking the ship.",
        "Iran denied that it had attacked the ship.",
        "Iran denied reports of an attack on the ship.",
        "Iran rejected allegations that it had attacked the ship.",
        "Allegations that Iran had attacked the ship were dismissed by Russia.",
        "Russia dismissed claims that it had bombed Kharkiv.",
    ];
    for text in denials {
        assert!(!types(text).iter().any(|t| t == "ASSAULT"), "{text}");
    }
    // It is told as negated to who asks for it, and by who denies it.
    let asked = Included { negation: true, ..Included::default() };
    let found = code("Iran denied that it had attacked the Saudi ship.", asked);
    let attack = found.iter().find(|r| r.event[0] == "ASSAULT").expect("the attack that is denied");
    assert_eq!((attack.auxiliary.as_slice(), sources(attack).as_str()), (&["negation".to_owned()][..], "Iran denies"));
}

#[test]
fn a_refusal_and_what_is_beside_a_denial_stand() {
    assert_eq!(types("Iran denied Iraq access to the port."), ["REJECT"]);
    assert_eq!(types("Iran denied that it had sent arms to the rebels who attacked Hama."), ["ASSAULT"]);
}

#[test]
fn agencies_and_credits_are_no_source() {
    let text = "AMMAN (NTB) - Rebels attacked the town of Hama on Monday.\n\nReporting by Sara Lind; Editing by Omar Haddad\n\n\
                All Content by Mehr News Agency is licensed under a Creative Commons Attribution 4.0 International License.";
    let found = code(text, Included::default());
    assert_eq!(found.iter().map(sources).collect::<Vec<_>>(), ["-"]);
    assert_eq!(found[0].cite_info.publication.as_deref(), Some("Mehr News Agency"));
    assert_eq!(found[0].cite_info.credit.as_deref(), Some("NTB; Reporting by Sara Lind; Editing by Omar Haddad"));
    // Who publishes it is not credited twice.
    let found = code("AMMAN (NTB) - Rebels attacked the town of Hama on Monday.", Included::default());
    assert_eq!((found[0].cite_info.publication.as_deref(), found[0].cite_info.credit.as_deref()), (Some("NTB"), None));
}
