//! Everything that anybody says, each thing once: choices, texts, files.

use super::{choices::in_order, differing::folded};
use crate::questionnaire::answer::Answer;

/// All choices that anybody ticks, in the order of their list.
pub(super) fn choices(list: &[String], answers: &[&Answer]) -> Answer {
    let names = answers.iter().flat_map(|answer| match answer {
        Answer::Choices(names) => names.clone(),
        _ => Vec::new(),
    });
    Answer::Choices(in_order(list, names.collect()))
}

/// All texts, a paragraph each; the same text in other spaces or capitals stands once.
pub(super) fn texts(answers: &[&Answer]) -> Answer {
    let (mut seen, mut kept) = (Vec::new(), Vec::new());
    for answer in answers {
        let Answer::Text(text) = answer else { continue };
        let key = folded(text);
        if !seen.contains(&key) {
            seen.push(key);
            kept.push(text.trim());
        }
    }
    Answer::Text(kept.join("\n"))
}

/// All files, each once.
pub(super) fn files(answers: &[&Answer]) -> Answer {
    let mut kept: Vec<crate::questionnaire::answer::FileReference> = Vec::new();
    for answer in answers {
        let Answer::Files(files) = answer else { continue };
        for file in files {
            if !kept.iter().any(|other| other.file == file.file) {
                kept.push(file.clone());
            }
        }
    }
    Answer::Files(kept)
}
