//! What a response says: answers by path, and the entries of each repeat in their order.

use std::collections::BTreeMap;

use super::{
    answer::Answer,
    path::{EntryKey, EntryPath, Path},
};

/// The answers of one response. A repeat is addressed by its own path: the entries around it and its name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    values: BTreeMap<Path, Answer>,
    entries: BTreeMap<Path, Vec<EntryKey>>,
}

impl Answers {
    /// The answer at `path`; `None` is blank.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Answer> {
        self.values.get(path)
    }

    /// Sets the answer at `path`; gives what stood there.
    pub fn set(&mut self, path: Path, answer: Answer) -> Option<Answer> {
        self.values.insert(path, answer)
    }

    /// Makes `path` blank; gives what stood there.
    pub fn remove(&mut self, path: &Path) -> Option<Answer> {
        self.values.remove(path)
    }

    /// Every answer, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &Answer)> {
        self.values.iter()
    }

    /// How many answers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Is there neither an answer nor an entry?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.entries.is_empty()
    }

    /// The entries of the repeat at `path`, in their order.
    #[must_use]
    pub fn entries(&self, path: &Path) -> &[EntryKey] {
        self.entries.get(path).map_or(&[], Vec::as_slice)
    }

    /// Every repeat that has entries, by path.
    pub fn repeats(&self) -> impl Iterator<Item = (&Path, &[EntryKey])> {
        self.entries.iter().map(|(path, keys)| (path, keys.as_slice()))
    }

    /// Adds an entry at the end of the repeat at `path` under a key above all that stand there.
    pub fn add_entry(&mut self, path: Path) -> EntryKey {
        let keys = self.entries.entry(path).or_default();
        let key = keys.iter().max().map_or(1, |key| key.saturating_add(1));
        keys.push(key);
        key
    }

    /// Adds an entry whose key is known; nothing happens where it stands already.
    pub fn insert_entry(&mut self, path: Path, key: EntryKey) {
        let keys = self.entries.entry(path).or_default();
        if !keys.contains(&key) {
            keys.push(key);
        }
    }

    /// Adds entries until so many stand, under the lowest keys that are free: each keeps its place, whichever of them is
    /// answered first.
    pub fn fill_entries(&mut self, path: Path, wanted: usize) {
        let keys = self.entries.entry(path).or_default();
        let lacking = wanted.saturating_sub(keys.len());
        let free: Vec<EntryKey> = (1..).filter(|key| !keys.contains(key)).take(lacking).collect();
        keys.extend(free);
        keys.sort_unstable();
    }

    /// Removes an entry with every answer and entry inside; says whether it was there.
    pub fn remove_entry(&mut self, path: &Path, key: EntryKey) -> bool {
        let Some(keys) = self.entries.get_mut(path) else { return false };
        let Some(index) = keys.iter().position(|other| *other == key) else { return false };
        keys.remove(index);
        if keys.is_empty() {
            self.entries.remove(path);
        }
        let inside = path.within.entry(&path.name, key);
        self.values.retain(|path, _| !starts_with(&path.within, &inside));
        self.entries.retain(|path, _| !starts_with(&path.within, &inside));
        true
    }
}

impl FromIterator<(Path, Answer)> for Answers {
    /// Entries are those that the paths name, in the order of their keys.
    fn from_iter<I: IntoIterator<Item = (Path, Answer)>>(answers: I) -> Self {
        let values: BTreeMap<Path, Answer> = answers.into_iter().collect();
        let mut entries: BTreeMap<Path, Vec<EntryKey>> = BTreeMap::new();
        for path in values.keys() {
            let mut within = path.within.clone();
            while let Some((around, step)) = within.split_last() {
                let keys = entries.entry(around.question(&step.repeat)).or_default();
                if !keys.contains(&step.entry) {
                    keys.push(step.entry);
                }
                within = around;
            }
        }
        for keys in entries.values_mut() {
            keys.sort_unstable();
        }
        Self { values, entries }
    }
}

fn starts_with(path: &EntryPath, start: &EntryPath) -> bool {
    path.0.starts_with(&start.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Answer {
        Answer::Text(text.to_owned())
    }

    #[test]
    fn removing_an_entry_takes_what_is_inside() {
        let mut answers: Answers = ["a", "r/1/b", "r/2/b", "r/2/s/5/c", "r/20/b"]
            .map(|path| (path.parse().unwrap(), text(path)))
            .into_iter()
            .collect();
        assert_eq!(answers.entries(&Path::top("r")), [1, 2, 20]);
        assert_eq!(answers.entries(&"r/2/s".parse().unwrap()), [5]);
        assert!(answers.remove_entry(&Path::top("r"), 2));
        assert!(!answers.remove_entry(&Path::top("r"), 2));
        assert_eq!(answers.iter().map(|(path, _)| path.to_string()).collect::<Vec<_>>(), ["a", "r/1/b", "r/20/b"]);
        assert_eq!(answers.repeats().count(), 1);
        assert_eq!(answers.add_entry(Path::top("r")), 21);
        assert_eq!(answers.add_entry(Path::top("new")), 1);
    }
}
