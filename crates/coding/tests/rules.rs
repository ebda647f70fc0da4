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

/// Events that patterns tell, however sure, as "TYPE/mode actor -> recipient", a line each.
fn check(text: &str, expected: Expect) {
    let (analyzer, coder) = &*ENGINE;
    let mut article = Article::from_text("rules", text);
    article.published = "2022-01-25".parse().ok();
    let document = coder.analyze(analyzer, article);
    let mut events = coder.code(&document, Included { least: 0.0, ..Included::default() });
    events.retain(|e| e.evidence.pattern.is_some());
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

/// The day of each event, and whether the text tells it.
fn check_days(text: &str, expected: Expect) {
    let (analyzer, coder) = &*ENGINE;
    let mut article = Article::from_text("days", text);
    article.published = "2022-01-25".parse().ok();
    let document = coder.analyze(analyzer, article);
    let events = coder.code(&document, Included::default());
    let mut lines = String::new();
    for r in records(&document, &events, &Settings::default()) {
        let source = r.date_info.map(|d| d.source).unwrap_or_default();
        lines.push_str(&format!("{} {} {source}\n", r.event[0], r.date.unwrap_or_default()));
    }
    expected.assert_eq(&lines);
}

#[test]
fn only_a_phrase_with_by_names_who_did_it() {
    check(
        "Five French soldiers were wounded by rebels, including three Canadians.",
        expect![[r#"
            ASSAULT/targeted REB -> FRA MIL
        "#]],
    );
    check("Five French soldiers were wounded, including three Canadians.", expect![""]);
    check(
        "French journalists were abducted and killed by Malian soldiers.",
        expect![[r#"
        ASSAULT/abduct MLI MIL -> FRA JRN
    "#]],
    );
    check(
        "The arrest of two Kenyan politicians by Ugandan police drew protests.",
        expect![[r#"
        COERCE/arrest UGA COP -> KEN PTY
    "#]],
    );
}

#[test]
fn what_somebody_is_judged_or_thanked_for_is_not_told_itself() {
    check(
        "Germany condemned Russia for attacking Ukraine.",
        expect![[r#"
        ACCUSE/disapprove DEU -> RUS
    "#]],
    );
    check(
        "Russia attacked Ukraine, Germany said.",
        expect![[r#"
        ASSAULT RUS -> UKR
    "#]],
    );
    check(
        "Germany discussed with France the role of Iran in supporting the rebels.",
        expect![[r#"
        CONSULT FRA, DEU -> 
    "#]],
    );
}

#[test]
fn a_condition_makes_a_threat_and_a_plain_past_does_not() {
    check(
        "The European Union will impose sanctions on Mali if elections are not held.",
        expect![[r#"
        THREATEN/relations EUR -> MLI
    "#]],
    );
    check(
        "The European Union imposed sanctions on Mali because elections were not held.",
        expect![[r#"
        SANCTION/discontinue EUR -> MLI
    "#]],
    );
}

#[test]
fn due_to_do_is_future_and_due_to_snow_is_a_reason() {
    check(
        "The French president is due to meet the German chancellor.",
        expect![[r#"
        AGREE FRA GOV -> DEU GOV
    "#]],
    );
    check(
        "The French president met the German chancellor in Paris due to the crisis.",
        expect![[r#"
        CONSULT/visit DEU GOV -> FRA GOV
    "#]],
    );
}

#[test]
fn ruled_out_and_have_yet_to_deny_what_follows() {
    check(
        "Israel ruled out attacking Iran.",
        expect![[r#"
            REJECT/yield ISR -> IRN
        "#]],
    );
    check("The French and German presidents have yet to meet.", expect![""]);
    check(
        "Israel carried out an attack on Iran.",
        expect![[r#"
        ASSAULT ISR -> IRN
    "#]],
    );
}

#[test]
fn who_means_somebody_even_behind_a_place() {
    check(
        "Peasants in the town of Puno, who accused the Peruvian army of murder, went home.",
        expect![[r#"
            ACCUSE/allege PER AGR -> PER MIL
        "#]],
    );
    check(
        "The town of Puno, which Peruvian soldiers attacked, was calm.",
        expect![[r#"
        ASSAULT PER MIL -> 
    "#]],
    );
}

#[test]
fn who_leads_or_serves_somebody_is_of_his_sector() {
    check(
        "The Kenyan government met leaders of the Kenyan teachers' union.",
        expect![[r#"
        CONSULT KEN LAB, KEN GOV -> 
    "#]],
    );
    check(
        "The Kenyan government met leaders of Uganda.",
        expect![[r#"
        CONSULT UGA GOV, KEN GOV -> 
    "#]],
    );
    check(
        "Iran thanked the foreign ministers of Armenia and Azerbaijan.",
        expect![[r#"
        SUPPORT IRN -> ARM GOV, AZE GOV
    "#]],
    );
}

#[test]
fn a_meeting_and_a_clash_keep_their_day_for_those_who_were_there() {
    check_days(
        "The Syrian foreign minister met the Iranian president on Sunday. He also thanked Iran.",
        expect![[r#"
        CONSULT 2022-01-23 text
        SUPPORT 2022-01-23 text
    "#]],
    );
    check_days(
        "The Syrian foreign minister met the Iranian president on Sunday. Turkey condemned France.",
        expect![[r#"
        CONSULT 2022-01-23 text
        ACCUSE 2022-01-25 published
    "#]],
    );
    check_days(
        "Kenyan police clashed with Kenyan rebels on Sunday. Kenyan police killed three people.",
        expect![[r#"
        ASSAULT 2022-01-23 text
        ASSAULT 2022-01-23 text
    "#]],
    );
    check_days(
        "Kenyan police clashed with Kenyan rebels on Sunday. Turkish soldiers attacked Syria.",
        expect![[r#"
            ASSAULT 2022-01-23 text
            ASSAULT 2022-01-25 published
        "#]],
    );
}

/// Types of all events that are given out.
fn types(text: &str) -> Vec<String> {
    let (analyzer, coder) = &*ENGINE;
    let document = coder.analyze(analyzer, Article::from_text("rules", text));
    coder.code(&document, Included::default()).into_iter().map(|e| e.code).collect()
}

#[test]
fn who_somebody_is_is_no_event_and_what_he_does_is() {
    assert!(types("Women working at the ministry were present at the ceremony.").is_empty());
    assert!(types("Russian troops shelling the town killed a child.").contains(&"ASSAULT".to_owned()));
}
