//! The least of XML that the vectors need: elements and text; attributes are skipped but for an instance's `id`.

use periplus::questionnaire::tree::Tree;

/// The document element; `None` where it is not well formed.
pub fn read(text: &str) -> Option<Tree> {
    let mut open: Vec<Tree> = vec![Tree::default()];
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        open.last_mut()?.text.push_str(&unescape(before));
        if let Some(inner) = tag.strip_prefix("<![CDATA[") {
            let (data, after) = inner.split_once("]]>")?;
            open.last_mut()?.text.push_str(data);
            rest = after;
            continue;
        }
        for (start, end) in [("<!--", "-->"), ("<?", "?>"), ("<!", ">")] {
            if let Some(inner) = tag.strip_prefix(start) {
                rest = inner.split_once(end)?.1;
                break;
            }
        }
        if tag.starts_with("<!") || tag.starts_with("<?") {
            continue;
        }
        let end = tag.find('>')?;
        let inner = &tag[1..end];
        rest = &tag[end + 1..];
        if inner.starts_with('/') {
            let done = close(open.pop()?);
            open.last_mut()?.children.push(done);
            continue;
        }
        let element = Tree::leaf(&name(inner), "");
        if inner.ends_with('/') {
            open.last_mut()?.children.push(element);
        } else {
            open.push(element);
        }
    }
    open.pop()?.children.pop()
}

fn name(inner: &str) -> String {
    let name = inner.trim_end_matches('/').split_whitespace().next().unwrap_or_default();
    match inner.split_once(" id=\"").filter(|_| name == "instance") {
        Some((_, id)) => format!("{name}#{}", id.split('"').next().unwrap_or_default()),
        None => name.to_owned(),
    }
}

/// White space around children says nothing.
fn close(mut element: Tree) -> Tree {
    if !element.children.is_empty() && element.text.trim().is_empty() {
        element.text.clear();
    }
    element
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
