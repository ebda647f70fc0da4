//! Mends arcs that no English sentence has.
//!
//! "thanked the Republic for its support": a modifier of "support" cannot stand before "for", so "Republic"
//! hangs on "thanked". "the memory of Soleimani and his role": what stands before "and" cannot hang on the
//! member behind it, so "Soleimani" hangs on "memory". (Counted in the dev treebanks: the first never happens
//! with these relations, the second never; GUM's training part has 5 of the second in 130,000 words.)

use crate::grammar::{Relation, Upos};
use crate::reader::WordReading;

/// Moves such words to the word above; sets right what is tagged or called something impossible.
pub(crate) fn mend(words: &mut [WordReading]) {
    subject_behind_the_verb(words);
    subject_of_what_is_said(words);
    name_as_adverb(words);
    active_with_object(words);
    title_beside_name(words);
    name_in_two(words);
    preposition_of_a_title(words);
    past_tense_is_active(words);
    relative_clauses(words);
    complements_without_subject(words);
    to_before_a_noun(words);
    names_do_not_make_up_verbs(words);
    what_money_is_for(words);
    objects_without_preposition(words);
    agents_without_by(words);
    due_to_do(words);
    members_without_comma(words);
    appositions_behind_a_list(words);
    // A move may bring another to light, one level up at a time.
    const ROUNDS: usize = 4;
    for _ in 0..ROUNDS {
        let moves: Vec<(usize, usize, Relation)> =
            (0..words.len()).filter_map(|word| better_head(words, word)).collect();
        if moves.is_empty() {
            return;
        }
        for (word, head, relation) in moves {
            words[word].head = Some(head);
            words[word].relation = relation;
        }
    }
}

/// "The bomber killed president Premadasa" with two subjects: one that follows an active verb which has its
/// subject in front of it is the object.
fn subject_behind_the_verb(words: &mut [WordReading]) {
    for verb in 0..words.len() {
        let of = |i: usize, relation: Relation| words[i].head == Some(verb) && words[i].relation == relation;
        let before = (0..verb).any(|i| of(i, Relation::Nsubj));
        let object = (0..words.len()).any(|i| of(i, Relation::Obj));
        let behind = (verb + 1..words.len()).find(|i| of(*i, Relation::Nsubj));
        if let Some(behind) = behind.filter(|_| before && !object && words[verb].upos == Upos::Verb) {
            words[behind].relation = Relation::Obj;
        }
    }
}

/// "The judge opened an inquiry, the court said" with both subjects under "said": the one in front of the clause
/// that is said belongs to it.
fn subject_of_what_is_said(words: &mut [WordReading]) {
    for verb in 0..words.len() {
        let subjects: Vec<usize> =
            (0..verb).filter(|i| words[*i].head == Some(verb) && words[*i].relation == Relation::Nsubj).collect();
        let [first, .., last] = subjects[..] else {
            continue;
        };
        let has_subject =
            |clause: usize| words.iter().any(|w| w.head == Some(clause) && w.relation.is_nominal_subject());
        let clause = (first + 1..last)
            .find(|i| words[*i].head == Some(verb) && words[*i].relation == Relation::Ccomp && !has_subject(*i));
        if let Some(clause) = clause {
            words[first].head = Some(clause);
        }
    }
}

/// "The government accused Morales" with a passive subject: a verb that has an object and no auxiliary of the
/// passive is active.
fn active_with_object(words: &mut [WordReading]) {
    for subject in 0..words.len() {
        let Some(verb) = words[subject].head.filter(|v| *v > subject) else {
            continue;
        };
        let below = |w: &WordReading, relation: Relation| w.head == Some(verb) && w.relation == relation;
        if words[subject].relation == Relation::NsubjPass
            && words[verb].upos == Upos::Verb
            && words.iter().any(|w| below(w, Relation::Obj))
            && !words.iter().any(|w| below(w, Relation::AuxPass))
        {
            words[subject].relation = Relation::Nsubj;
        }
    }
}

/// "Abdollahian and Ali Asghar Khaji" with "Asghar" as a third member: a member of a list has "and" or a comma in front, so the
/// name goes on.
fn members_without_comma(words: &mut [WordReading]) {
    for second in 1..words.len() {
        let first = second - 1;
        let is_member = |i: usize| words[i].relation == Relation::Conj && words[i].upos == Upos::Propn;
        let parted = words[..second].iter().any(|w| w.head == Some(second));
        if is_member(first) && is_member(second) && words[first].head == words[second].head && !parted {
            words[second].head = Some(first);
            words[second].relation = Relation::Flat;
            for word in &mut words[second + 1..] {
                if word.head == Some(second) {
                    word.head = Some(first);
                }
            }
        }
    }
}

/// "Abdollahian and Khaji, the senior advisor to ...": what one person is stands behind his own name, the last.
fn appositions_behind_a_list(words: &mut [WordReading]) {
    for apposition in 0..words.len() {
        let Some(list) = words[apposition].head.filter(|_| words[apposition].relation == Relation::Appos) else {
            continue;
        };
        let is_member = |i: &usize| words[*i].head == Some(list) && words[*i].relation == Relation::Conj;
        let Some(last) = (list + 1..apposition).rev().find(is_member) else {
            continue;
        };
        let singular = words[apposition].xpos == "NN" && words[last].upos == Upos::Propn;
        let end = (last + 1..apposition).find(|i| words[*i].head != Some(last)).unwrap_or(apposition);
        if singular && words[end].upos == Upos::Punct && words[end].head == Some(apposition) {
            words[apposition].head = Some(last);
        }
    }
}

/// "accused former president Evo Morales" with two objects: a title right before a name describes it.
fn title_beside_name(words: &mut [WordReading]) {
    for title in 0..words.len().saturating_sub(1) {
        let name = title + 1;
        let twins = words[title].relation == Relation::Obj
            && words[name].relation == Relation::Obj
            && words[title].head == words[name].head;
        if twins && words[title].upos == Upos::Noun && words[name].upos == Upos::Propn {
            let parts: Vec<usize> = (0..title).filter(|w| words[*w].head == Some(title)).collect();
            words[title].head = Some(name);
            words[title].relation = Relation::NmodDesc;
            parts.into_iter().for_each(|part| words[part].head = Some(name));
        }
    }
}

/// "Askar Iskakov accused" with two subjects side by side: one name.
fn name_in_two(words: &mut [WordReading]) {
    for first in 0..words.len().saturating_sub(1) {
        let second = first + 1;
        let twins = words[first].upos == Upos::Propn
            && words[second].upos == Upos::Propn
            && words[first].head == words[second].head
            && words[first].relation == words[second].relation
            && matches!(words[first].relation, Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Obl);
        if twins {
            words[second].head = Some(first);
            words[second].relation = Relation::Flat;
        }
    }
}

/// "the memory of martyr General Qassem Soleimani" with "of" on "martyr": the preposition in front of a title belongs to
/// the name that the title describes, and a name with a preposition stands beside nothing. (Titles with a preposition of
/// their own: 1 of 537 in EWT and GUM.)
fn preposition_of_a_title(words: &mut [WordReading]) {
    for preposition in 0..words.len() {
        let Some(title) = words[preposition].head.filter(|t| *t > preposition) else {
            continue;
        };
        let Some(name) = words[title].head.filter(|n| *n > title) else {
            continue;
        };
        if words[preposition].relation == Relation::Case && words[title].relation == Relation::NmodDesc {
            words[preposition].head = Some(name);
            if words[name].relation == Relation::Appos {
                words[name].relation = Relation::Nmod;
            }
        }
    }
}

/// "Tsvangirai lashed out" with a passive subject: a past tense without an auxiliary of the passive is active. (1 of
/// 2,415 passive subjects in EWT and GUM.)
fn past_tense_is_active(words: &mut [WordReading]) {
    for subject in 0..words.len() {
        let Some(verb) = words[subject].head.filter(|_| words[subject].relation == Relation::NsubjPass) else {
            continue;
        };
        let passive = words.iter().any(|w| w.head == Some(verb) && w.relation == Relation::AuxPass);
        if words[verb].xpos == "VBD" && !passive {
            words[subject].relation = Relation::Nsubj;
        }
    }
}

/// "Libya, which had armed the rebels": a clause on a noun with "who" or "which" as its subject is a relative clause. (The
/// treebanks have 3 others in 2,874.)
fn relative_clauses(words: &mut [WordReading]) {
    for clause in 0..words.len() {
        let relative = |w: &WordReading| {
            w.head == Some(clause) && w.relation.is_nominal_subject() && matches!(w.xpos, "WP" | "WDT")
        };
        if words[clause].relation == Relation::Acl && words[..clause].iter().any(relative) {
            words[clause].relation = Relation::AclRelcl;
        }
    }
}

/// "found him guilty" with "guilty" as a clause of its own: a complement that has no subject shares one. (2 of 427
/// adjectives as clauses, against 806 that share.)
fn complements_without_subject(words: &mut [WordReading]) {
    for word in 0..words.len() {
        let own = |w: &WordReading| {
            w.head == Some(word)
                && (w.relation.is_nominal_subject()
                    || matches!(w.relation, Relation::Cop | Relation::Mark | Relation::Csubj | Relation::Expl))
        };
        if words[word].relation == Relation::Ccomp
            && words[word].upos == Upos::Adj
            && words[word].head.is_some_and(|h| h < word)
            && !words.iter().any(own)
        {
            words[word].relation = Relation::Xcomp;
        }
    }
}

/// "take Poland to court" read as "to" with a verb: in front of a noun that is no predicate it is a preposition. (2 of 110.)
fn to_before_a_noun(words: &mut [WordReading]) {
    for noun in 0..words.len() {
        let copula = words.iter().any(|w| w.head == Some(noun) && w.relation == Relation::Cop);
        if !matches!(words[noun].upos, Upos::Noun | Upos::Propn) || copula {
            continue;
        }
        let to = (0..noun).find(|t| {
            words[*t].head == Some(noun) && words[*t].relation == Relation::Mark && words[*t].upos == Upos::Part
        });
        let clause =
            matches!(words[noun].relation, Relation::Advcl | Relation::Xcomp | Relation::Ccomp | Relation::Acl);
        if let Some(to) = to.filter(|_| clause) {
            let verb = words[noun].head.is_some_and(|h| words[h].upos == Upos::Verb);
            words[to].relation = Relation::Case;
            words[to].upos = Upos::Adp;
            words[noun].relation = if verb { Relation::Obl } else { Relation::Nmod };
        }
    }
}

/// "Japan protests to South Korea": a noun in front of a verb that has no subject is its subject and no part of it, and what
/// hangs on a verb is oblique. (1 finite verb of 152 with a noun as its part.)
fn names_do_not_make_up_verbs(words: &mut [WordReading]) {
    for verb in 0..words.len() {
        let of = |w: &WordReading, relation: Relation| w.head == Some(verb) && w.relation == relation;
        let finite = words[verb].upos == Upos::Verb && matches!(words[verb].xpos, "VBZ" | "VBD" | "VBP");
        if !finite || words.iter().any(|w| w.head == Some(verb) && w.relation.is_nominal_subject()) {
            continue;
        }
        let name = (0..verb)
            .find(|i| of(&words[*i], Relation::Compound) && matches!(words[*i].upos, Upos::Noun | Upos::Propn));
        if let Some(name) = name {
            words[name].relation = Relation::Nsubj;
            words.iter_mut().filter(|w| w.head == Some(verb) && w.relation == Relation::Nmod).for_each(|w| {
                w.relation = Relation::Obl;
            });
        }
    }
}

/// Units of money, which take no phrase of their own with "to" or "for".
const MONEY: &[&str] = &[
    "dollar", "euro", "pound", "yen", "yuan", "ruble", "rouble", "rupee", "franc", "peso", "riyal", "rial", "dinar",
    "shekel", "won", "lira", "mark", "dirham", "naira", "rand",
];

/// "a loan of 300 million dollars to Mongolia": the loan goes there, not the dollars.
fn what_money_is_for(words: &mut [WordReading]) {
    for word in 0..words.len() {
        let Some(sum) = words[word].head.filter(|h| *h < word && words[word].relation == Relation::Nmod) else {
            continue;
        };
        let Some(thing) = words[sum].head.filter(|_| words[sum].relation == Relation::Nmod) else {
            continue;
        };
        let case = |of: usize, lemmas: &[&str]| {
            words.iter().any(|w| w.head == Some(of) && w.relation == Relation::Case && lemmas.contains(&&*w.lemma))
        };
        if MONEY.contains(&&*words[sum].lemma) && case(sum, &["of"]) && case(word, &["to", "for"]) {
            words[word].head = Some(thing);
        }
    }
}

/// "turned over to the court a fugitive": a noun behind an active verb with neither preposition nor time is its
/// object. (The treebanks call times without a preposition "obl:unmarked".)
fn objects_without_preposition(words: &mut [WordReading]) {
    for noun in 0..words.len() {
        let Some(verb) = words[noun].head.filter(|v| *v < noun && words[*v].upos == Upos::Verb) else {
            continue;
        };
        let of = |w: &WordReading, relation: Relation| w.head == Some(noun) && w.relation == relation;
        let bare = !words.iter().any(|w| of(w, Relation::Case) || of(w, Relation::Mark));
        let free = |w: &WordReading| {
            w.head == Some(verb) && matches!(w.relation, Relation::Obj | Relation::AuxPass | Relation::NsubjPass)
        };
        if words[noun].relation == Relation::Obl
            && matches!(words[noun].upos, Upos::Noun | Upos::Propn)
            && bare
            && !words.iter().any(free)
        {
            words[noun].relation = Relation::Obj;
        }
    }
}

/// "Amnesty International accused the army" with the name as an adverb: a name in front of a verb that has no
/// subject is its subject.
fn name_as_adverb(words: &mut [WordReading]) {
    for name in 0..words.len() {
        let Some(verb) = words[name].head.filter(|v| *v > name && words[*v].upos == Upos::Verb) else {
            continue;
        };
        let named = |w: &WordReading| w.head == Some(name) && w.upos == Upos::Propn && w.relation == Relation::Compound;
        let subject = |w: &WordReading| w.head == Some(verb) && w.relation.is_nominal_subject();
        if words[name].relation == Relation::Advmod && words.iter().any(named) && !words.iter().any(subject) {
            words[name].relation = Relation::Nsubj;
            words[name].upos = Upos::Propn;
        }
    }
}

/// "Five were wounded, including three Canadians": only a phrase with "by" names who did it, or one joined to it.
fn agents_without_by(words: &mut [WordReading]) {
    for agent in 0..words.len() {
        if words[agent].relation == Relation::OblAgent {
            let by = |w: &WordReading| w.head == Some(agent) && w.relation == Relation::Case && &*w.lemma == "by";
            if !words.iter().any(by) {
                words[agent].relation = Relation::Obl;
            }
        }
    }
}

/// "Kharrazi is due to hold talks" read as "because of": before the base form of a verb, "due to" is what the
/// subject is. ("The road is closed due to snow" has no such verb.)
fn due_to_do(words: &mut [WordReading]) {
    for due in 0..words.len().saturating_sub(2) {
        let Some(verb) = words[due].head.filter(|v| *v > due && words[*v].xpos == "VB") else {
            continue;
        };
        if &*words[due].lemma != "due" || words[due + 1].head != Some(due) || &*words[due + 1].lemma != "to" {
            continue;
        }
        let before: Vec<usize> = (0..due).filter(|w| words[*w].head == Some(verb)).collect();
        for word in before {
            words[word].head = Some(due);
        }
        words[due].head = words[verb].head;
        words[due].relation = words[verb].relation;
        words[verb].head = Some(due);
        words[verb].relation = Relation::Xcomp;
        words[due + 1].head = Some(verb);
        words[due + 1].relation = Relation::Mark;
        words[due + 1].upos = Upos::Part;
    }
}

fn better_head(words: &[WordReading], word: usize) -> Option<(usize, usize, Relation)> {
    let head = words[word].head.filter(|h| *h > word)?;
    let above = words[head].head?;
    let stands_between = |wanted: Relation, upos: Upos| {
        (word + 1..head).any(|k| words[k].head == Some(head) && words[k].relation == wanted && words[k].upos == upos)
    };
    let relation = words[word].relation;
    if words[head].relation == Relation::Conj
        && !matches!(relation, Relation::Cc | Relation::CcPreconj | Relation::Punct | Relation::Advmod)
        && stands_between(Relation::Cc, Upos::Cconj)
    {
        return Some((word, above, relation));
    }
    let modifier = matches!(
        relation,
        Relation::NmodPoss
            | Relation::Det
            | Relation::Amod
            | Relation::Compound
            | Relation::Nummod
            | Relation::NmodDesc
            | Relation::Flat
    );
    let verb = words[above].upos == Upos::Verb;
    let has_object = words.iter().any(|w| w.head == Some(above) && w.relation == Relation::Obj);
    // "thanked the Republic of Iran for its support" with "Republic" as a complement of "support".
    let bare = !words.iter().any(|w| w.head == Some(word) && w.relation == Relation::Case);
    let parted = words[word + 1..head].iter().any(|w| w.upos == Upos::Punct);
    let object = relation == Relation::Nmod && bare && !parted && verb && above < word && !has_object;
    if (modifier || object) && stands_between(Relation::Case, Upos::Adp) {
        let nominal = words[word].upos.is_noun() || words[word].upos == Upos::Pron;
        let relation = if verb && nominal && word > above && !has_object { Relation::Obj } else { relation };
        return Some((word, above, relation));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(rows: &[(Upos, Option<usize>, Relation)]) -> Vec<WordReading> {
        rows.iter()
            .map(|(upos, head, relation)| WordReading {
                upos: *upos,
                xpos: "",
                feats: "_",
                lemma: "".into(),
                head: *head,
                relation: *relation,
                kind: None,
            })
            .collect()
    }

    #[test]
    fn a_noun_before_the_preposition_is_the_object() {
        // thanked Iran for support, with "Iran" as a modifier of "support"
        let mut sentence = words(&[
            (Upos::Verb, None, Relation::Root),
            (Upos::Propn, Some(3), Relation::NmodPoss),
            (Upos::Adp, Some(3), Relation::Case),
            (Upos::Noun, Some(0), Relation::Obl),
        ]);
        mend(&mut sentence);
        assert_eq!((sentence[1].head, sentence[1].relation), (Some(0), Relation::Obj));
    }

    #[test]
    fn a_complement_before_the_preposition_is_the_object_unless_it_has_a_preposition() {
        let sentence = |case| {
            let mut sentence = words(&[
                (Upos::Verb, None, Relation::Root),
                (Upos::Adp, Some(2), case),
                (Upos::Propn, Some(4), Relation::Nmod),
                (Upos::Adp, Some(4), Relation::Case),
                (Upos::Noun, Some(0), Relation::Obl),
            ]);
            mend(&mut sentence);
            (sentence[2].head, sentence[2].relation)
        };
        assert_eq!(sentence(Relation::Dep), (Some(0), Relation::Obj));
        assert_eq!(sentence(Relation::Case), (Some(4), Relation::Nmod));
    }

    #[test]
    fn what_stands_before_and_stays_with_the_first_member() {
        // memory of Soleimani and role, with "Soleimani" under "role"
        let mut sentence = words(&[
            (Upos::Noun, None, Relation::Root),
            (Upos::Adp, Some(2), Relation::Case),
            (Upos::Propn, Some(4), Relation::Nmod),
            (Upos::Cconj, Some(4), Relation::Cc),
            (Upos::Noun, Some(0), Relation::Conj),
        ]);
        mend(&mut sentence);
        assert_eq!((sentence[2].head, sentence[2].relation), (Some(0), Relation::Nmod));
    }

    #[test]
    fn the_first_of_two_subjects_belongs_to_what_is_said() {
        // judge opened inquiry court said
        let mut sentence = words(&[
            (Upos::Noun, Some(4), Relation::Nsubj),
            (Upos::Verb, Some(4), Relation::Ccomp),
            (Upos::Noun, Some(1), Relation::Obj),
            (Upos::Noun, Some(4), Relation::Nsubj),
            (Upos::Verb, None, Relation::Root),
        ]);
        mend(&mut sentence);
        assert_eq!((sentence[0].head, sentence[3].head), (Some(1), Some(4)));
    }

    #[test]
    fn a_second_subject_behind_the_verb_is_the_object() {
        // bomber killed president
        let mut sentence = words(&[
            (Upos::Noun, Some(1), Relation::Nsubj),
            (Upos::Verb, None, Relation::Root),
            (Upos::Noun, Some(1), Relation::Nsubj),
        ]);
        mend(&mut sentence);
        assert_eq!(sentence[2].relation, Relation::Obj);
    }

    #[test]
    fn a_name_goes_on_where_nothing_parts_it() {
        // met Amir and Ali Asghar Khaji, with "Asghar" as a third member
        let mut sentence = words(&[
            (Upos::Verb, None, Relation::Root),
            (Upos::Propn, Some(0), Relation::Obl),
            (Upos::Cconj, Some(3), Relation::Cc),
            (Upos::Propn, Some(1), Relation::Conj),
            (Upos::Propn, Some(1), Relation::Conj),
            (Upos::Propn, Some(4), Relation::Flat),
        ]);
        mend(&mut sentence);
        assert_eq!((sentence[4].head, sentence[4].relation, sentence[5].head), (Some(3), Relation::Flat, Some(3)));
        // Syria, Iraq: a comma parts members.
        let mut sentence = words(&[
            (Upos::Propn, None, Relation::Root),
            (Upos::Propn, Some(0), Relation::Conj),
            (Upos::Punct, Some(3), Relation::Punct),
            (Upos::Propn, Some(0), Relation::Conj),
        ]);
        mend(&mut sentence);
        assert_eq!(sentence[3].relation, Relation::Conj);
    }

    #[test]
    fn two_names_side_by_side_in_one_place_are_one_name() {
        // Askar Iskakov accused
        let mut sentence = words(&[
            (Upos::Propn, Some(2), Relation::Nsubj),
            (Upos::Propn, Some(2), Relation::Nsubj),
            (Upos::Verb, None, Relation::Root),
        ]);
        mend(&mut sentence);
        assert_eq!((sentence[1].head, sentence[1].relation), (Some(0), Relation::Flat));
        // In Syria the Kurds accused: two places in the clause.
        let mut sentence = words(&[
            (Upos::Propn, Some(2), Relation::Obl),
            (Upos::Propn, Some(2), Relation::Nsubj),
            (Upos::Verb, None, Relation::Root),
        ]);
        mend(&mut sentence);
        assert_eq!(sentence[1].relation, Relation::Nsubj);
    }

    #[test]
    fn a_preposition_in_front_of_a_title_belongs_to_the_name() {
        // memory of martyr Soleimani, with "of" under "martyr"
        let mut sentence = words(&[
            (Upos::Noun, None, Relation::Root),
            (Upos::Adp, Some(2), Relation::Case),
            (Upos::Noun, Some(3), Relation::NmodDesc),
            (Upos::Propn, Some(0), Relation::Appos),
        ]);
        mend(&mut sentence);
        assert_eq!((sentence[1].head, sentence[3].relation), (Some(3), Relation::Nmod));
        // our friend President Sosan: an apposition without a preposition stays one.
        let mut sentence = words(&[
            (Upos::Noun, None, Relation::Root),
            (Upos::Noun, Some(2), Relation::NmodDesc),
            (Upos::Propn, Some(0), Relation::Appos),
        ]);
        mend(&mut sentence);
        assert_eq!(sentence[2].relation, Relation::Appos);
    }

    /// As [`words`], with forms: a lemma and a Penn tag each.
    fn tagged(rows: &[(&str, &'static str, Upos, Option<usize>, Relation)]) -> Vec<WordReading> {
        let plain: Vec<(Upos, Option<usize>, Relation)> = rows.iter().map(|r| (r.2, r.3, r.4)).collect();
        let mut found = words(&plain);
        for (word, row) in found.iter_mut().zip(rows) {
            word.lemma = row.0.into();
            word.xpos = row.1;
        }
        found
    }

    #[test]
    fn a_past_tense_without_its_auxiliary_is_active() {
        let sentence = |xpos| {
            let mut sentence = tagged(&[
                ("Robert", "NNP", Upos::Propn, Some(1), Relation::NsubjPass),
                ("lash", xpos, Upos::Verb, None, Relation::Root),
            ]);
            mend(&mut sentence);
            sentence[0].relation
        };
        assert_eq!(sentence("VBD"), Relation::Nsubj);
        assert_eq!(sentence("VBN"), Relation::NsubjPass);
    }

    #[test]
    fn a_clause_with_which_is_relative_and_one_with_a_noun_is_not() {
        let sentence = |xpos| {
            let mut sentence = tagged(&[
                ("Libya", "NNP", Upos::Propn, None, Relation::Root),
                ("which", xpos, Upos::Pron, Some(2), Relation::Nsubj),
                ("arm", "VBD", Upos::Verb, Some(0), Relation::Acl),
            ]);
            mend(&mut sentence);
            sentence[2].relation
        };
        assert_eq!(sentence("WDT"), Relation::AclRelcl);
        assert_eq!(sentence("NN"), Relation::Acl);
    }

    #[test]
    fn a_complement_without_subject_shares_one() {
        let sentence = |relation| {
            let mut sentence = tagged(&[
                ("find", "VBD", Upos::Verb, None, Relation::Root),
                ("agent", "NN", Upos::Noun, Some(2), relation),
                ("guilty", "JJ", Upos::Adj, Some(0), Relation::Ccomp),
            ]);
            mend(&mut sentence);
            sentence[2].relation
        };
        assert_eq!(sentence(Relation::Obj), Relation::Xcomp);
        assert_eq!(sentence(Relation::Nsubj), Relation::Ccomp);
    }

    #[test]
    fn to_before_a_noun_is_a_preposition_unless_it_is_a_predicate() {
        let sentence = |third| {
            let mut sentence = tagged(&[
                ("take", "VB", Upos::Verb, None, Relation::Root),
                ("to", "TO", Upos::Part, Some(3), Relation::Mark),
                ("be", "VB", Upos::Aux, Some(3), third),
                ("court", "NN", Upos::Noun, Some(0), Relation::Advcl),
            ]);
            mend(&mut sentence);
            sentence[3].relation
        };
        assert_eq!(sentence(Relation::Amod), Relation::Obl);
        assert_eq!(sentence(Relation::Cop), Relation::Advcl);
    }

    #[test]
    fn a_name_in_front_of_a_verb_is_its_subject() {
        let sentence = |xpos| {
            let mut sentence = tagged(&[
                ("Japan", "NNP", Upos::Propn, Some(1), Relation::Compound),
                ("protest", xpos, Upos::Verb, None, Relation::Root),
                ("to", "IN", Upos::Adp, Some(3), Relation::Case),
                ("Korea", "NNP", Upos::Propn, Some(1), Relation::Nmod),
            ]);
            mend(&mut sentence);
            (sentence[0].relation, sentence[3].relation)
        };
        assert_eq!(sentence("VBZ"), (Relation::Nsubj, Relation::Obl));
        assert_eq!(sentence("VBG"), (Relation::Compound, Relation::Nmod));
    }

    #[test]
    fn a_loan_goes_to_somebody_and_not_its_dollars() {
        let sentence = |unit| {
            let mut sentence = tagged(&[
                ("loan", "NN", Upos::Noun, None, Relation::Root),
                ("of", "IN", Upos::Adp, Some(2), Relation::Case),
                (unit, "NNS", Upos::Noun, Some(0), Relation::Nmod),
                ("to", "IN", Upos::Adp, Some(4), Relation::Case),
                ("Mongolia", "NNP", Upos::Propn, Some(2), Relation::Nmod),
            ]);
            mend(&mut sentence);
            sentence[4].head
        };
        assert_eq!(sentence("dollar"), Some(0));
        assert_eq!(sentence("road"), Some(2));
    }

    #[test]
    fn adverbs_before_a_preposition_stay() {
        // especially in Iran
        let mut sentence = words(&[
            (Upos::Verb, None, Relation::Root),
            (Upos::Adv, Some(3), Relation::Advmod),
            (Upos::Adp, Some(3), Relation::Case),
            (Upos::Propn, Some(0), Relation::Obl),
        ]);
        let before = format!("{sentence:?}");
        mend(&mut sentence);
        assert_eq!(format!("{sentence:?}"), before);
    }
}
