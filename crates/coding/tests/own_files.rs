//! Files of the user's own beside the compiled ones: tables of names, patterns that add to a type, words that stand anywhere in
//! their phrase.

use expect_test::{Expect, expect};
use legation_codebook::{Codebook, Files};
use legation_coding::{Coder, EntityRecord, Included, Settings, records};
use legation_text::{Analyzer, Article};
use std::sync::LazyLock;

const ORGANIZATIONS: &str = "\
name,aliases,code,sector,secondary,kind,from,to,note,source
Erik Holm,,NRL,GOV,FSH;ENV,dictionary,2005-01-01,2009-12-31,,mine
Erik Holm,,NRL,ELI,,dictionary,2010-01-01,,,mine
Kremlin,,NRL,BUS,,dictionary,,,,mine
Sea Wolf,,,,,dictionary,,,,mine
";
const COUNTRIES: &str = "\
code,name,kind,aliases,capital,capital_aliases,seats,geonameid,latitude,longitude,capital_geonameid,capital_latitude,\
capital_longitude,from,to,source
NRL,Norland,state,Norlandish;Lund,,,,,,,,,,,,mine
DNK,Denmark,state,Jutland;Danish,,,,,,,,,,,,mine
";
const CONSULT: &str = "\
adds_to = \"CONSULT\"
[[pattern]]
says = \"{actor} host {recipient!:agent}\"
cameo = \"0431\"
[[pattern]]
says = \"{actor} resume cordial* with {recipient!:agent}\"
cameo = \"0462\"
";

static ENGINE: LazyLock<(Analyzer, Coder)> = LazyLock::new(|| {
    let mut files = Files::embedded();
    for (path, text) in [
        ("actors/organizations_mine.csv", ORGANIZATIONS),
        ("actors/countries_mine.csv", COUNTRIES),
        ("sectors_mine.csv", "code,name,definition\nFSH,fishery,Fishers.\nENV,environment,Of the environment.\n"),
        ("events/CONSULT.mine.toml", CONSULT),
    ] {
        files.0.insert(path.into(), text.into());
    }
    let codebook = Codebook::load(&files).expect("the files are good");
    (Analyzer::new(Coder::lexicon(&codebook)), Coder::new(codebook))
});

/// Events as "TYPE cameo actor -> recipient (auxiliary)", a line each.
fn check(text: &str, published: &str, expected: Expect) {
    let (analyzer, coder) = &*ENGINE;
    let mut article = Article::from_text("own", text);
    article.published = published.parse().ok();
    let document = coder.analyze(analyzer, article);
    let events = coder.code(&document, Included::default());
    let sides = |list: &[EntityRecord]| {
        let one = |e: &EntityRecord| e.code.iter().chain(&e.sector).cloned().collect::<Vec<_>>().join(" ");
        list.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let mut lines = String::new();
    for r in records(&document, &events, &Settings::default()) {
        let more = if r.auxiliary.is_empty() { String::new() } else { format!(" ({})", r.auxiliary.join(",")) };
        lines.push_str(&format!("{} {} {} -> {}{more}\n", r.event[0], r.cameo, sides(&r.actor), sides(&r.recipient)));
    }
    expected.assert_eq(&lines);
}

#[test]
fn a_name_has_its_code_on_its_days_only() {
    check(
        "Erik Holm hosted Chile on Monday.",
        "2007-05-01",
        expect![[r#"
        CONSULT 0431 NRL GOV FSH ENV -> CHL
    "#]],
    );
    check(
        "Erik Holm hosted Chile on Monday.",
        "2012-05-01",
        expect![[r#"
        CONSULT 0431 NRL ELI -> CHL
    "#]],
    );
    check(
        "Erik Holm hosted Chile on Monday.",
        "2001-05-01",
        expect![[r#"
        CONSULT 0431  -> CHL
    "#]],
    );
}

#[test]
fn a_name_of_ones_own_goes_before_the_compiled_one() {
    check(
        "The Kremlin condemned Turkey.",
        "2007-05-01",
        expect![[r#"
        ACCUSE 111 NRL BUS -> TUR
    "#]],
    );
    check(
        "Jutland condemned Turkey.",
        "2007-05-01",
        expect![[r#"
        ACCUSE 111 DNK -> TUR
    "#]],
    );
}

#[test]
fn a_name_that_is_nobody_does_nothing() {
    check("Sea Wolf condemned Turkey.", "2007-05-01", expect![""]);
}

#[test]
fn a_title_says_what_a_name_acts_for() {
    check(
        "President Lund condemned Turkey.",
        "2007-05-01",
        expect![[r#"
        ACCUSE 111 NRL GOV -> TUR
    "#]],
    );
    // A town of that name is not its president.
    check(
        "Lund condemned Turkey.",
        "2007-05-01",
        expect![[r#"
        ACCUSE 111 NRL -> TUR
    "#]],
    );
}

#[test]
fn a_pattern_of_ones_own_goes_before_the_compiled_ones_and_keeps_its_code() {
    check(
        "Norland hosted Turkey.",
        "2007-05-01",
        expect![[r#"
        CONSULT 0431 NRL -> TUR
    "#]],
    );
    check(
        "Norland will host Turkey.",
        "2007-05-01",
        expect![[r#"
        CONSULT 0431 NRL -> TUR (future)
    "#]],
    );
}

#[test]
fn a_marked_word_stands_anywhere_in_its_phrase() {
    check(
        "Norland resumed cordial diplomatic exchanges with Turkey.",
        "2007-05-01",
        expect![[r#"
        CONSULT 0462 NRL -> TUR
    "#]],
    );
    check(
        "Norland resumed its exports with Turkey.",
        "2007-05-01",
        expect![[r#"
        COOPERATE 060 NRL -> TUR
    "#]],
    );
    // Only in the phrase of the verb.
    check(
        "Norland resumed production with a cordial word from Turkey.",
        "2007-05-01",
        expect![[r#"
        COOPERATE 060 NRL -> TUR
    "#]],
    );
}

#[test]
fn a_day_is_nobody_to_call_on() {
    check(
        "Norland called on Monday for an end to Turkey's blockade.",
        "2007-05-01",
        expect![[r#"
        REQUEST 1056 NRL -> TUR
    "#]],
    );
}

#[test]
fn what_somebody_is_about_to_do_is_future() {
    check(
        "Turkey is about to expel three Danish diplomats.",
        "2007-05-01",
        expect![[r#"
        SANCTION 166 TUR -> DNK GOV (future)
    "#]],
    );
}
