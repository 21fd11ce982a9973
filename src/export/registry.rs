//! The registry as CSV, as its import reads it: importing an export changes nothing.

use std::{borrow::Cow, collections::BTreeSet, io::Write};

use super::guard::guard;
use crate::fieldwork::{
    region::{Department, OWN_NAME},
    registry::{
        NAME,
        people::{Names, Person, texts},
        regions::{Standing, write_former},
    },
};

/// Writes regions.
///
/// # Errors
/// When `out` cannot be written to.
pub fn regions(out: impl Write, regions: &[Standing]) -> csv::Result<()> {
    let languages: BTreeSet<&str> =
        regions.iter().flat_map(|one| one.region.names.keys()).map(String::as_str).collect();
    let languages: Vec<&str> = languages.into_iter().filter(|language| *language != OWN_NAME).collect();
    let mut writer = csv::Writer::from_writer(out);
    let fixed = ["code", "code_kind", "country", "partnership", "commissions", "former_codes", "name_own"];
    write_headers(&mut writer, &fixed, &languages)?;
    for Standing { region, former } in regions {
        let (commissions, former) = (region.commissions.join(" "), write_former(former));
        let own = region.names.get(OWN_NAME).map_or("", String::as_str);
        let partnership = region.partnership.code();
        let fixed = [&region.code, &region.code_kind, &region.country, partnership, &commissions, &former, own];
        let names = languages.iter().map(|language| region.names.get(*language).map_or("", String::as_str));
        writer.write_record(fixed.into_iter().chain(names).map(cell).map(Cow::into_owned))?;
    }
    Ok(writer.flush()?)
}

/// Writes departments with the codes of their regions.
///
/// # Errors
/// When `out` cannot be written to.
pub fn departments(out: impl Write, regions: &[Standing], departments: &[Department]) -> csv::Result<()> {
    let languages: BTreeSet<&str> = departments.iter().flat_map(|one| one.names.keys()).map(String::as_str).collect();
    let languages: Vec<&str> = languages.into_iter().collect();
    let mut writer = csv::Writer::from_writer(out);
    write_headers(&mut writer, &["id", "region", "type", "name"], &languages)?;
    for Standing { region, .. } in regions {
        for one in departments.iter().filter(|one| one.region == region.id) {
            let id = one.id.to_string();
            let names = languages.iter().map(|language| one.names.get(*language).map_or("", String::as_str));
            let fixed = [id.as_str(), &region.code, &one.kind, &one.name];
            writer.write_record(fixed.into_iter().chain(names).map(cell).map(Cow::into_owned))?;
        }
    }
    Ok(writer.flush()?)
}

/// Writes people.
///
/// # Errors
/// When `out` cannot be written to.
pub fn people(out: impl Write, people: &[Person], names: &Names<'_>) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    write_headers(&mut writer, &["email", "name", "language", "roles", "departments"], &[])?;
    for person in people {
        writer.write_record(texts(person, names).iter().map(|(_, text)| cell(text).into_owned()))?;
    }
    Ok(writer.flush()?)
}

fn write_headers(writer: &mut csv::Writer<impl Write>, fixed: &[&str], languages: &[&str]) -> csv::Result<()> {
    let names = languages.iter().map(|language| format!("{NAME}{language}"));
    writer.write_record(fixed.iter().map(|name| (*name).to_owned()).chain(names))
}

/// Guarded against formulas, and so that spaces at the ends are not taken for stray ones.
fn cell(text: &str) -> Cow<'_, str> {
    if text.trim() == text { guard(text) } else { Cow::Owned(format!("'{text}")) }
}
