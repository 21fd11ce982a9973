//! The words of import problems, filled in: what is wrong, and what to do.

use super::{code::Code, problem::Problem};

impl Problem {
    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> String {
        self.fill(self.code.templates().0)
    }

    /// What to do about it.
    #[must_use]
    pub fn fix(&self) -> String {
        let fix = self.fill(self.code.templates().1);
        match &self.suggestion {
            Some(suggestion) => format!("Did you mean “{suggestion}”? {fix}"),
            None => fix,
        }
    }

    /// Fills a template in one pass, so that braces in a name stay what they are.
    fn fill(&self, template: &str) -> String {
        if let Code::Expression(_) = self.code {
            return template.to_owned();
        }
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let slot = after.split_once('}').and_then(|(key, tail)| Some((self.slot(key)?, tail)));
            rest = match slot {
                Some((text, tail)) => {
                    filled.push_str(&text);
                    tail
                }
                // The brace of a reference.
                None => {
                    filled.push('{');
                    after
                }
            };
        }
        filled.push_str(rest);
        filled
    }

    fn slot(&self, key: &str) -> Option<String> {
        if key == "also" {
            return Some(self.elsewhere.as_ref().map(|place| format!(" (see {place})")).unwrap_or_default());
        }
        let index: usize = key.parse().ok()?;
        Some(self.names.get(index).cloned().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::xlsform::Place;

    #[test]
    fn templates_are_filled_once() {
        let problem = Problem::new(Code::DuplicateName, Place::cell("survey", 4, 1)).naming(&["{also}"]);
        assert_eq!(problem.message(), "The name “{also}” is used twice.");
        let clash = problem.clashing(Place::cell("survey", 2, 1));
        assert_eq!(clash.message(), "The name “{also}” is used twice (see survey!B2).");
        let reference = Problem::new(Code::MalformedReference, Place::default()).naming(&["${ a }"]);
        assert_eq!(reference.message(), "“${ a }” is not a reference.");
        assert!(reference.fix().contains("“${”"), "{}", reference.fix());
        for code in Code::ALL {
            let (message, fix) = code.templates();
            assert!(message.ends_with('.'), "{message}");
            assert!(fix.ends_with('.') || fix.starts_with('{'), "{fix}");
        }
    }
}
