//! A nested document of named texts, the least that an instance can be read from: what repeats among siblings is a
//! repeat.

/// One element: text of its own, or children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    pub name: String,
    pub text: String,
    pub children: Vec<Tree>,
}

impl Tree {
    /// An element that holds text.
    #[must_use]
    pub fn leaf(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned(), children: Vec::new() }
    }

    /// An element that holds others.
    #[must_use]
    pub fn branch(name: &str, children: Vec<Self>) -> Self {
        Self { name: name.to_owned(), text: String::new(), children }
    }
}
