//! What no template may hold: output that is not escaped, and what the content security policy would refuse.

mod sources;

use anyhow::Result;
use regex::Regex;
use sources::files;

/// What is refused, and what to do instead.
const REFUSED: [(&str, &str); 9] = [
    (r"\{\{~?\{", "three braces do not escape: use two"),
    (r"\{\{~?\s*&", "`{{&` does not escape: use `{{`"),
    (r"\bno-?escape\b|\bSafeString\b", "escaping is never switched off"),
    (r"(?i)[\s/][a-z][a-z-]*=\{\{", "an attribute without quotes ends at a space: put quotes round it"),
    (r#"(?i)[\s"'/]style\s*="#, "no inline style: name a class"),
    (r"(?i)<style\b", "no inline style sheet: write it in assets/"),
    (r#"(?i)[\s"'/]on[a-z]+\s*="#, "no inline handler: listen in assets/"),
    (r"(?i)javascript:", "no script in an address"),
    (r"(?is)<script\b[^>]*>\s*[^\s<]", "no inline script: write it in assets/"),
];

#[test]
fn templates_escape_everything_and_hold_no_inline_code() -> Result<()> {
    let mut problems = Vec::new();
    for template in files("templates", "hbs")? {
        // Mails bring their style along, and their pages are allowed that one by its hash.
        let is_mail = template.path.starts_with("templates/email/");
        let text = if is_mail { template.text.replacen("<style>", "", 1) } else { template.text };
        problems.extend(refused(&text)?.into_iter().map(|problem| format!("{}:{problem}", template.path)));
    }
    anyhow::ensure!(problems.is_empty(), "\n{}", problems.join("\n"));
    Ok(())
}

#[test]
fn templates_are_found_where_pages_are() -> Result<()> {
    let pages = files("src/web", "rs")?.len() > 1;
    anyhow::ensure!(!pages || !files("templates", "hbs")?.is_empty(), "there is no template in templates/");
    Ok(())
}

#[test]
fn a_planted_violation_is_found() -> Result<()> {
    for text in [
        "<p>{{{name}}}</p>",
        "<p>{{~{name}~}}</p>",
        "<p>{{& name}}</p>",
        "<p>{{&name}}</p>",
        "{{no-escape name}}",
        "{{noescape name}}",
        "<input value={{name}}>",
        "<p\nstyle=\"color: red\">",
        "<p class=\"a\"style = 'color: red'>",
        "<style>p { color: red }</style>",
        "<a onclick=\"go()\">",
        "<body\n  OnLoad = go()>",
        "<a href=\"javascript:go()\">",
        "<script>go()</script>",
        "<script src=\"/a.js\">go()</script>",
        "<SCRIPT type=\"module\">\n  go()\n</SCRIPT>",
        "<script>{{name}}</script>",
    ] {
        assert_eq!(refused(text)?.len(), 1, "{text}");
    }
    assert_eq!(refused("<p>\n\n<a onclick=go()>")?, ["3: no inline handler: listen in assets/"]);
    Ok(())
}

#[test]
fn honest_templates_pass() -> Result<()> {
    for text in [
        "<script src=\"{{asset \"page.js\"}}\" defer></script>",
        "<script src=\"/a.js\" type=\"module\">\n</script>",
        "<link rel=\"stylesheet\" href=\"{{asset \"page.css\"}}\">",
        "<input value=\"{{value}}\" {{#if checked}}checked{{/if}}>",
        "{{> components/field name=field.name label=(t \"field-label\")}}",
        "{{~#if (eq kind \"one\")~}}<p class=\"stylesheet\">off{{~/if~}}",
        "<p>{{! only here & there }}{{name}} & more</p>",
    ] {
        assert_eq!(refused(text)?, Vec::<String>::new(), "{text}");
    }
    Ok(())
}

/// What is wrong with a template, each with its line.
fn refused(text: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (pattern, instead) in REFUSED {
        for place in Regex::new(pattern)?.find_iter(text) {
            // A pattern may begin with the line break before what it is about.
            let start = place.start() + place.as_str().len() - place.as_str().trim_start().len();
            let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
            found.push(format!("{line}: {instead}"));
        }
    }
    Ok(found)
}

/// Where two changes of a sheet meet, a brace is easily lost, and then a rule for wide windows takes in all that follows.
#[test]
fn every_brace_of_a_style_sheet_is_closed() -> Result<()> {
    for sheet in files("assets", "css")? {
        let mut depth = 0_usize;
        for (number, line) in sheet.text.lines().enumerate() {
            let at = || format!("{}:{}", sheet.path, number + 1);
            // Whatever stands at the margin and opens a rule begins a rule of its own.
            anyhow::ensure!(
                depth == 0 || line.starts_with([' ', '\t', '}']) || line.is_empty(),
                "{}: not closed",
                at()
            );
            depth += line.matches('{').count();
            depth =
                depth.checked_sub(line.matches('}').count()).ok_or_else(|| anyhow::anyhow!("{}: not opened", at()))?;
        }
        anyhow::ensure!(depth == 0, "{}: not closed at its end", sheet.path);
    }
    Ok(())
}
