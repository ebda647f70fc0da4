//! What speaks for and against that a mention takes up an entity: "his" and "Mr Khaji", the subject of the same sentence.
//!
//! Each [`Template`] gives at most one number or a few, conjoined with how the mention refers (after the surface features of
//! Durrett and Klein 2013, "Easy victories and uphill battles in coreference resolution").

use super::profile::{Class, Number, Profile, Role, WordId};
use super::{Gender, Known};
use crate::document::EntityKind;

const CLASS: usize = Class::NUMBER;
const ROLE: usize = Role::NUMBER;
/// Kinds and "not known".
const KIND: usize = 7;
/// Pronouns of a person, other pronouns, names, descriptions.
const FORM: usize = 4;

/// Kinds of features with the number of values of each.
macro_rules! templates {
    ($($name:ident = $size:expr),+ $(,)?) => {
        #[derive(Clone, Copy)]
        pub(super) enum Template { $($name),+ }
        const SIZES: &[usize] = &[$($size),+];
    };
}

templates! {
    Classes = CLASS * CLASS,
    Distance = CLASS * DISTANCES,
    Rank = CLASS * RANKS,
    Roles = FORM * ROLE * ROLE,
    RoleNear = CLASS * ROLE * 3,
    EntityKinds = CLASS * KIND,
    Kinds = FORM * KIND * KIND,
    Numbers = CLASS * 3 * 3,
    Genders = CLASS * 3 * 3,
    Heads = CLASS * 4,
    Names = KIND * NAMES,
    Modifiers = CLASS * MODIFIERS,
    Counts = FORM * 3,
    Countries = FORM * 4,
    Offices = FORM * 4,
    Nested = CLASS * 3,
    Grammar = CLASS * 6,
    Quotes = CLASS * QUOTES,
    Size = CLASS * 5,
    Forms = CLASS * 4,
    Said = CLASS * CLASS,
    Nearer = CLASS * 5,
    Same = CLASS * 3,
    Paragraph = CLASS * 3,
    Described = CLASS * 3,
    Specified = CLASS * 4,
    Owners = CLASS * 5 * 2,
    Questions = CLASS * CLASS,
    Answers = CLASS * CLASS,
    Word = (VOCABULARY + 1) * 8,
    NoneClass = CLASS,
    NoneRole = CLASS * ROLE,
    NoneKind = CLASS * KIND,
    NoneNumber = CLASS * 3,
    NoneKnown = CLASS * 4,
    NoneSpecified = CLASS * 2,
    NoneOther = CLASS * 2,
    NoneWords = CLASS * 3,
    NonePlace = CLASS * 4,
    NoneQuoted = CLASS * 2,
    NoneDummy = CLASS * 3,
    NoneWord = VOCABULARY + 1,
}

/// Head words of descriptions that are told apart; 0 is for all others.
pub(super) const VOCABULARY: usize = 400;
const DISTANCES: usize = 8;
const RANKS: usize = 9;
const NAMES: usize = 7;
const MODIFIERS: usize = 8;
const QUOTES: usize = 8;

const fn start(template: usize) -> usize {
    let (mut sum, mut i) = (0, 0);
    while i < template {
        sum += SIZES[i];
        i += 1;
    }
    sum
}

const STARTS: [usize; SIZES.len()] = {
    let mut starts = [0; SIZES.len()];
    let mut i = 0;
    while i < SIZES.len() {
        starts[i] = start(i);
        i += 1;
    }
    starts
};

/// Number of all features.
pub(crate) const NUMBER: usize = start(SIZES.len());

/// Numbers of the features that hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Features(pub Vec<u16>);

impl Features {
    fn add(&mut self, template: Template, value: usize) {
        debug_assert!(value < SIZES[template as usize]);
        self.0.push((STARTS[template as usize] + value) as u16);
    }
}

/// How names are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameMatch {
    Same,
    Person,
    Begins,
    Abbreviates,
    LastWord,
    Word,
    None,
}

/// What holds between a mention and an entity that grammar and lexicon tell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    pub sentences: usize,
    pub rank: usize,
    /// Nearer entities of fitting number and kind.
    pub nearer: usize,
    pub name: NameMatch,
    /// 0 unknown on both sides, 1 the same, 2 another, 3 one side unknown.
    pub country: usize,
    /// 0 no offices, 1 may be called so, 2 cannot, 3 one side has none.
    pub office: usize,
    /// 0 apart, 1 the mention lies within, 2 around.
    pub nested: usize,
    /// 0 none, 1 argument of the same verb, 2 "X is the Y", 3 apposition, 4 "X and his Y",
    /// 5 "X met his Y".
    pub grammar: usize,
    pub quotes: usize,
    pub same_words: usize,
    pub paragraphs: usize,
    /// 0 no rule proposes an entity, 1 one proposes this, 2 another.
    pub described: usize,
    /// 0 neither is somebody's, 1 both of the same, 2 of others, 3 one side only.
    pub owners: usize,
    /// The newest mention stands in a question, this one in another paragraph.
    pub answer: bool,
    /// This one stands in a question.
    pub question: bool,
}

fn form(class: Class) -> usize {
    match class {
        Class::I | Class::We | Class::You | Class::He | Class::She => 0,
        Class::Name => 2,
        c if c.is_description() => 3,
        _ => 1,
    }
}

fn kind(kind: Option<EntityKind>) -> usize {
    kind.map_or(6, |k| k as usize)
}

fn gender(gender: Option<Gender>) -> usize {
    gender.map_or(2, |g| g as usize)
}

fn bucket(value: usize, bounds: &[usize]) -> usize {
    bounds.iter().take_while(|b| value >= **b).count()
}

/// Features of a mention and an entity by whose newest mention it is reached.
pub(super) fn of_pair(m: &Profile, newest: &Profile, entity: &Known, tie: &Tie, out: &mut Features) {
    use Template as T;
    out.0.clear();
    let class = m.class as usize;
    let by = |size: usize, value: usize| class * size + value;
    out.add(T::Classes, class * CLASS + newest.class as usize);
    out.add(T::Distance, by(DISTANCES, bucket(tie.sentences, &[1, 2, 3, 4, 6, 11, 21])));
    out.add(T::Rank, by(RANKS, bucket(tie.rank, &[1, 2, 3, 4, 6, 9, 16, 31])));
    let form = form(m.class);
    out.add(T::Roles, (form * ROLE + m.role as usize) * ROLE + newest.role as usize);
    out.add(T::RoleNear, by(ROLE * 3, newest.role as usize * 3 + tie.sentences.min(2)));
    out.add(T::EntityKinds, by(KIND, kind(entity.kind)));
    out.add(T::Kinds, (form * KIND + m.kind as usize) * KIND + kind(entity.kind));
    let number = if entity.plural { Number::Plural } else { newest.number };
    out.add(T::Numbers, by(9, m.number as usize * 3 + number as usize));
    out.add(T::Genders, by(9, gender(m.gender) * 3 + gender(entity.gender)));
    if !m.class.is_pronoun() {
        let in_words = |list: &[WordId]| list.contains(&m.head);
        let heads = if m.head == newest.head && !newest.class.is_pronoun() {
            0
        } else if in_words(&entity.heads) {
            1
        } else if in_words(&entity.words) {
            2
        } else {
            3
        };
        out.add(T::Heads, by(4, heads));
        out.add(T::Names, (m.kind as usize) * NAMES + tie.name as usize);
        let shared = m.words.iter().filter(|w| entity.words.contains(w) || entity.heads.contains(w)).count();
        let modifiers = match (m.words.len(), shared) {
            (0, _) if entity.words.is_empty() => 0,
            (0, _) => 1,
            (n, s) if n == s => 2,
            (_, 0) if entity.words.is_empty() => 3,
            (_, 0) => 4,
            _ => 5,
        };
        out.add(T::Modifiers, by(MODIFIERS, modifiers));
        if heads < 2 && modifiers == 4 {
            out.add(T::Modifiers, by(MODIFIERS, 6));
        }
        if heads < 2 && modifiers == 2 {
            out.add(T::Modifiers, by(MODIFIERS, 7));
        }
        let counts = match (m.counts.is_empty(), m.counts.iter().all(|c| entity.words.contains(c))) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
        out.add(T::Counts, form * 3 + counts);
        out.add(T::Countries, form * 4 + tie.country);
        out.add(T::Offices, form * 4 + tie.office);
        out.add(T::Same, by(3, tie.same_words));
        out.add(T::Described, by(3, tie.described));
        out.add(T::Specified, by(4, usize::from(m.specified) * 2 + usize::from(newest.specified)));
        out.add(T::Owners, by(10, tie.owners * 2 + usize::from(heads < 2)));
        if m.class.is_description() {
            let what = match (heads, entity.kind) {
                (0 | 1, _) => 0,
                (2, _) => 1,
                (_, Some(EntityKind::Person)) if entity.name.is_some() => 2,
                (_, Some(EntityKind::Organization)) if entity.name.is_some() => 3,
                (_, Some(EntityKind::Place)) if entity.name.is_some() => 4,
                _ if entity.name.is_some() => 5,
                _ if entity.heads.is_empty() => 6,
                _ => 7,
            };
            out.add(T::Word, m.vocabulary as usize * 8 + what);
        }
    }
    if tie.nested > 0 {
        out.add(T::Nested, by(3, tie.nested));
    }
    if tie.grammar > 0 {
        out.add(T::Grammar, by(6, tie.grammar));
    }
    out.add(T::Quotes, by(QUOTES, tie.quotes));
    out.add(T::Size, by(5, bucket(entity.mentions.len(), &[2, 3, 5, 9])));
    let pronouns = (1u32 << (Class::Other as u32 + 1)) - 1;
    let forms = if entity.name.is_some() {
        0
    } else if entity.classes & !pronouns != 0 {
        1
    } else if entity.members.is_empty() {
        2
    } else {
        3
    };
    out.add(T::Forms, by(4, forms));
    for c in 0..CLASS {
        if entity.classes & pronouns & (1 << c) != 0 {
            out.add(T::Said, by(CLASS, c));
        }
    }
    out.add(T::Nearer, by(5, tie.nearer.min(4)));
    out.add(T::Paragraph, by(3, tie.paragraphs.min(2)));
    if tie.answer {
        out.add(T::Answers, class * CLASS + newest.class as usize);
    }
    if tie.question {
        out.add(T::Questions, class * CLASS + newest.class as usize);
    }
}

/// What is told of a mention in view of all entities, for the case that it takes up none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alone {
    /// 0 no entity has its head word or name, 1 one, 2 more; 3 the text before has it elsewhere.
    pub known: usize,
    /// 0 first sentence, 1 early, 2 later.
    pub place: usize,
    /// 0 none, 1 a clause hangs on its verb or adjective ("it is clear that"), 2 its verb is a copula.
    pub dummy: usize,
}

/// Features of a mention that takes up nothing.
pub(super) fn of_none(m: &Profile, alone: &Alone, out: &mut Features) {
    use Template as T;
    out.0.clear();
    let class = m.class as usize;
    let by = |size: usize, value: usize| class * size + value;
    out.add(T::NoneClass, class);
    out.add(T::NoneRole, by(ROLE, m.role as usize));
    out.add(T::NoneKind, by(KIND, m.kind as usize));
    out.add(T::NoneNumber, by(3, m.number as usize));
    out.add(T::NoneKnown, by(4, alone.known));
    out.add(T::NoneSpecified, by(2, usize::from(m.specified)));
    out.add(T::NoneOther, by(2, usize::from(m.other)));
    out.add(T::NoneWords, by(3, m.words.len().min(2)));
    out.add(T::NonePlace, by(4, alone.place));
    out.add(T::NoneQuoted, by(2, usize::from(m.quote > 0)));
    out.add(T::NoneDummy, by(3, alone.dummy));
    if m.class.is_description() {
        out.add(T::NoneWord, m.vocabulary as usize);
    }
}
