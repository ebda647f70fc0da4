//! PLOVER's rules and the constructions that need no pattern of their own, each on sentences of its own.

use expect_test::{Expect, expect};
use legation_codebook::Codebook;
use legation_coding::{Coder, EntityRecord, Included, Settings, records};
use legation_text::{Analyzer, Article};
use std::sync::LazyLock;

static ENGINE: LazyLock<(Analyzer, Coder)> = LazyLock::new(|| {
    let codebook = Codebook::embedded();
    (Analyzer::new(Coder::lexicon(&codebook)), Coder::new(codebook))
});

/// Events as "TYPE/mode actor -> recipient", a line each.
fn check(text: &str, expected: Expect) {
    let (analyzer, coder) = &*ENGINE;
    let mut article = Article::from_text("rules", text);
    article.published = "2022-01-25".parse().ok();
    let document = analyzer.analyze(article);
    let events = coder.code(&document, Included::default());
    let sides = |list: &[EntityRecord]| {
        let one = |e: &EntityRecord| e.code.iter().chain(&e.sector).cloned().collect::<Vec<_>>().join(" ");
        list.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let mut lines = String::new();
    for r in records(&document, &events, &Settings::default()) {
        let mode = r.mode.first().map(|m| format!("/{m}")).unwrap_or_default();
        let more = if r.auxiliary.is_empty() { String::new() } else { format!(" ({})", r.auxiliary.join(",")) };
        lines.push_str(&format!("{}{mode} {} -> {}{more}\n", r.event[0], sides(&r.actor), sides(&r.recipient)));
    }
    expected.assert_eq(&lines);
}

#[test]
fn passive_voice_swaps_actor_and_recipient() {
    check(
        "France was condemned by Turkey on Monday.",
        expect![[r#"
        ACCUSE/disapprove TUR -> FRA
    "#]],
    );
    check(
        "France, which Turkey condemned, recalled its ambassador.",
        expect![[r#"
        ACCUSE/disapprove TUR -> FRA
    "#]],
    );
}

#[test]
fn coordinated_verbs_share_their_subject() {
    check(
        "The Kenyan president visited Uganda and thanked Rwanda.",
        expect![[r#"
        CONSULT/visit KEN GOV -> UGA
        SUPPORT KEN GOV -> RWA
    "#]],
    );
}

#[test]
fn control_hands_the_subject_down() {
    check(
        "Turkey continued to condemn France.",
        expect![[r#"
        ACCUSE/disapprove TUR -> FRA
    "#]],
    );
}

#[test]
fn nouns_hold_events_as_verbs_do() {
    check(
        "The talks between Iran and Syria took place in Vienna.",
        expect![[r#"
        CONSULT IRN, SYR -> 
    "#]],
    );
    check(
        "Russia's invasion of Ukraine began in February.",
        expect![[r#"
        ASSAULT RUS -> UKR
    "#]],
    );
    check(
        "Turkey launched an attack on Kurdish rebels.",
        expect![[r#"
        ASSAULT TUR -> REB
    "#]],
    );
}

#[test]
fn future_cooperation_is_agree() {
    check(
        "The Iranian president will visit Syria next week.",
        expect![[r#"
        AGREE IRN GOV -> SYR
    "#]],
    );
    check(
        "Germany will send aid to Lebanon, its foreign minister said.",
        expect![[r#"
        AGREE DEU -> LBN
    "#]],
    );
}

#[test]
fn an_announced_retreat_is_concede() {
    check(
        "France will withdraw its troops from Mali.",
        expect![[r#"
        CONCEDE FRA -> MLI
    "#]],
    );
}

#[test]
fn an_announced_attack_is_threaten() {
    check(
        "Israel said it would attack Iran.",
        expect![[r#"
        THREATEN/violence ISR -> IRN
    "#]],
    );
}

#[test]
fn what_is_denied_or_only_possible_is_no_event() {
    check("Iran did not attack Israel.", expect![[""]]);
    check("Turkey could attack Syria.", expect![[""]]);
    check("If Russia attacks Ukraine, NATO will react.", expect![[""]]);
    check("Egypt failed to release the journalists.", expect![[""]]);
}

#[test]
fn refusals_and_demands_are_events_of_their_own() {
    check(
        "Iran refused to meet the American envoy.",
        expect![[r#"
        REJECT/meet IRN -> USA GOV
    "#]],
    );
    check(
        "The United States urged Egypt to release the journalists.",
        expect![[r#"
        REQUEST/yield USA -> EGY
    "#]],
    );
}

#[test]
fn the_visitor_is_the_actor() {
    check(
        "Syrian President Bashar Assad met Iranian President Ebrahim Raisi in Tehran.",
        expect![[r#"
        CONSULT/visit SYR GOV -> IRN GOV
    "#]],
    );
    check(
        "Iranian President Ebrahim Raisi hosted Syrian President Bashar Assad.",
        expect![[r#"
        CONSULT/visit SYR GOV -> IRN GOV
    "#]],
    );
}

#[test]
fn metaphors_roles_and_sources_are_nothing() {
    check(
        "The minister praised his role in fighting terrorism.",
        expect![[r#"
        SUPPORT GOV -> 
    "#]],
    );
    check("Markets rallied against the dollar, according to the central bank of Turkey.", expect![[""]]);
    check("Brazil beat Germany in the final.", expect![[""]]);
    check("The company attacked the plan of its rival.", expect![[""]]);
}
