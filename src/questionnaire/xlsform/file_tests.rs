//! Files from strangers: every kind that is read, and what is refused before anything looks inside.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{package, problem::Place, workbook::Sheet, *};
use crate::questionnaire::definition::Item;

const SURVEY: &str = "type,name,label\ninteger,age,How old?\nselect_one yn,job,Do you work?\n";
const CHOICES: &str = "list_name,name,label\nyn,yes,Yes\nyn,no,No\n";

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook with one sheet `survey` of the given rows, and further parts.
fn xlsx(rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let sheet = format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#);
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let book_rels = format!(
        r#"<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let rels = format!(
        r#"<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", rels.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", book_rels.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend(more);
    zip(&parts)
}

fn text_row(row: u32, cells: &[(&str, &str)]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|(column, text)| format!(r#"<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#))
        .collect();
    format!(r#"<row r="{row}">{}</row>"#, cells.concat())
}

fn files(list: &[(&str, &str)]) -> Source {
    Source::Files(list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect())
}

#[track_caller]
fn code_of(source: Source) -> (String, String) {
    let imported = import(source);
    assert!(imported.definition.is_none());
    let problem = imported.errors().next().unwrap();
    (problem.code.to_string(), problem.place.to_string())
}

#[test]
fn the_same_form_comes_in_every_kind_of_file() {
    let packed = zip(&[("form/survey.csv", SURVEY.as_bytes()), ("form/choices.csv", CHOICES.as_bytes())]);
    let with_mark = format!("\u{feff}{}", SURVEY.replace(',', ";"));
    let one_below_the_other = "survey,,,\n,type,name,label\n,integer,age,How old?\n,select_one yn,job,Do you work?\n\
        choices,,,\n,list_name,name,label\n,yn,yes,Yes\n,yn,no,No\n";
    for (kind, source) in [
        ("CSV files", files(&[("Survey.CSV", SURVEY), ("choices.csv", CHOICES)])),
        ("a zip", Source::File(packed)),
        ("semicolons and a mark", files(&[("survey.csv", &with_mark), ("choices.csv", CHOICES)])),
        ("one file", Source::File(one_below_the_other.as_bytes().to_vec())),
    ] {
        let imported = import(source);
        let definition = imported.definition.unwrap_or_else(|| panic!("{kind}: {:?}", imported.problems));
        let names: Vec<&str> = definition.items.iter().map(|item| item.row().name.as_str()).collect();
        assert_eq!(names, ["age", "job"], "{kind}");
        assert_eq!(definition.choice_list("yn").unwrap().choices.len(), 2, "{kind}");
    }
}

#[test]
fn rows_and_columns_keep_the_numbers_that_authors_see() {
    let far =
        [text_row(3, &[("B", "type"), ("C", "name"), ("D", "label")]), text_row(7, &[("B", "intger"), ("C", "a")])];
    assert_eq!(code_of(Source::File(xlsx(&far.concat(), &[]))), ("unknown-type".into(), "survey!B7".into()));
    let csv = "type,name,label\n\ntext,a,\"one\ntwo\"\n\nintger,b,B\n";
    assert_eq!(code_of(files(&[("survey.csv", csv)])), ("unknown-type".into(), "survey!A5".into()));
}

#[test]
fn a_cell_far_out_costs_nothing() {
    let head = text_row(1, &[("A", "type"), ("B", "name"), ("C", "label")]);
    let rows = [head, text_row(2, &[("A", "text"), ("B", "a"), ("C", "A")]), text_row(1_048_576, &[("XFD", "x")])];
    let imported = import(Source::File(xlsx(&rows.concat(), &[])));
    assert!(imported.definition.is_some());
    let places: Vec<String> = imported.problems.iter().map(|problem| problem.place.to_string()).collect();
    assert!(places.contains(&"survey!XFD1048576".to_owned()), "{places:?}");
}

#[test]
fn cells_read_as_they_are_written() {
    let values = [
        text_row(1, &[("A", "type"), ("B", "name"), ("C", "label"), ("D", "default")]),
        r#"<row r="2"><c r="A2" t="inlineStr"><is><t>integer</t></is></c><c r="B2" t="inlineStr"><is><t>a</t></is></c>
           <c r="C2"><v>1</v></c><c r="D2"><v>0.1</v></c></row>"#
            .to_owned(),
        r#"<row r="3"><c r="A3" t="inlineStr"><is><t>text</t></is></c><c r="B3" t="inlineStr"><is><t>b</t></is></c>
           <c r="C3" t="b"><v>1</v></c></row>"#
            .to_owned(),
    ];
    let definition = import(Source::File(xlsx(&values.concat(), &[]))).definition.unwrap();
    let Item::Question(first) = &definition.items[0] else { panic!() };
    assert_eq!((first.row.label.read("", &definition.default_language), first.default.as_str()), ("1", "0.1"));
    assert_eq!(definition.items[1].row().label.read("", &definition.default_language), "TRUE");
    let broken = text_row(1, &[("A", "type"), ("B", "name"), ("C", "label")])
        + r##"<row r="2"><c r="C2" t="e"><v>#REF!</v></c></row>"##;
    assert_eq!(code_of(Source::File(xlsx(&broken, &[]))), ("cell-error".into(), "survey!C2".into()));
}

#[test]
fn a_formula_is_what_it_gave_and_nothing_is_not_a_blank() {
    let form = |label: &str| {
        text_row(1, &[("A", "type"), ("B", "name"), ("C", "label"), ("D", "relevant")])
            + r#"<row r="2"><c r="A2" t="inlineStr"><is><t>text</t></is></c><c r="B2" t="inlineStr"><is><t>a</t></is></c>"#
            + label
            + "</row>"
    };
    let known =
        form(r#"<c r="C2" t="str"><f>"How "&amp;"old"</f><v>How old</v></c><c r="D2" t="str"><f>""</f><v></v></c>"#);
    let definition = import(Source::File(xlsx(&known, &[]))).definition.unwrap();
    let row = definition.items[0].row();
    assert_eq!((row.label.read("", &definition.default_language), row.relevant.as_str()), ("How old", ""));
    for unknown in ["<f>1=1</f><v></v>", "<f>1=1</f>", r#"<f t="shared" si="0"/><v/>"#] {
        let label = format!(r#"<c r="C2"><v>1</v></c><c r="D2">{unknown}</c>"#);
        let found = code_of(Source::File(xlsx(&form(&label), &[])));
        assert_eq!(found, ("formula-without-value".into(), "survey!D2".into()), "{unknown}");
    }
}

#[test]
fn an_error_beside_the_table_stops_nobody() {
    let rows = text_row(1, &[("A", "type"), ("B", "name"), ("C", "label")])
        + &text_row(2, &[("A", "text"), ("B", "a"), ("C", "A")])
        + r##"<row r="3"><c r="F3" t="e"><v>#DIV/0!</v></c></row>"##;
    let imported = import(Source::File(xlsx(&rows, &[])));
    assert!(imported.definition.is_some());
    let told: Vec<String> = imported.problems.iter().map(|it| format!("{} {}", it.place, it.code)).collect();
    assert!(told.contains(&"survey!F3 cell-error".to_owned()), "{told:?}");
}

#[test]
fn a_lone_sheet_is_the_survey_whatever_its_name() {
    let sheet = |name: &str, head: &str| {
        let mut sheet = Sheet { name: name.into(), rows: Vec::new() };
        for (row, cells) in (1..).zip([head, "text,a,A", "intger,b,B"]) {
            for (column, text) in (0..).zip(cells.split(',')) {
                sheet.push(row, column, text);
            }
        }
        sheet
    };
    let said = |sheets: Vec<Sheet>| -> Vec<String> {
        let imported = import(Source::Workbook(Workbook { sheets, ..Workbook::default() }));
        imported.errors().map(|error| format!("{} {}", error.place, error.code)).collect()
    };
    let head = "Type,name,label";
    assert_eq!(said(vec![sheet("Feuille1", head)]), ["Feuille1!A3 unknown-type"]);
    assert_eq!(said(vec![sheet("Feuille1", "kind,name,label")]), [" missing-sheet"]);
    assert_eq!(said(vec![sheet("choices", head)])[0], " missing-sheet");
    assert_eq!(said(vec![sheet("Feuille1", head), sheet("Feuille2", head)]), [" missing-sheet"]);
}

#[test]
fn dangerous_and_foreign_files_are_refused_with_a_reason() {
    let fine = text_row(1, &[("A", "type"), ("B", "name"), ("C", "label")]);
    let zeros = vec![b' '; 8 * 1024 * 1024];
    let many: Vec<String> = (0..=package::MOST_ENTRIES).map(|n| format!("{n}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"a".as_slice())).collect();
    let compound = |mark: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend(mark.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let doctype = br#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>"#;
    let utf16: Vec<u8> = "\u{feff}<!DOCTYPE x>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let whole = xlsx(&fine, &[]);
    for (what, bytes, expected) in [
        ("nothing", Vec::new(), "not-a-workbook"),
        ("a picture", b"\x89PNG\r\n\x1a\n\0\0".to_vec(), "not-a-workbook"),
        ("prose", b"Dear all,\nplease find attached\n".to_vec(), "not-a-workbook"),
        ("a password", compound("EncryptedPackage"), "encrypted-workbook"),
        ("an old workbook", compound("Workbook"), "other-format"),
        ("a binary workbook", zip(&[("xl/workbook.bin", b"x")]), "other-format"),
        ("OpenDocument", zip(&[("mimetype", b"x"), ("content.xml", b"<x/>")]), "other-format"),
        ("macros", xlsx(&fine, &[("xl/vbaProject.bin", b"x")]), "macros-refused"),
        ("old macros", xlsx(&fine, &[("xl/macrosheets/sheet1.xml", b"<x/>")]), "macros-refused"),
        ("a document type", xlsx(&fine, &[("xl/sharedStrings.xml", doctype)]), "document-type-refused"),
        ("one in UTF-16", xlsx(&fine, &[("xl/styles.xml", &utf16)]), "document-type-refused"),
        ("a bomb", zip(&[("survey.csv", &zeros)]), "too-large"),
        ("many parts", zip(&many), "too-large"),
        ("a torn file", whole[..whole.len() / 2].to_vec(), "damaged-workbook"),
        ("only the beginning", b"PK\x03\x04".to_vec(), "damaged-workbook"),
    ] {
        assert_eq!(code_of(Source::File(bytes)).0, expected, "{what}");
    }
}

#[test]
fn text_that_is_stored_once_and_shown_often_is_counted_as_often() {
    let long = "x".repeat(30_000);
    let shared = format!(
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1"><si><t>{long}</t></si></sst>"#
    );
    let cells: String =
        (1..2_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let bytes = xlsx(&cells, &[("xl/sharedStrings.xml", shared.as_bytes())]);
    assert_eq!(code_of(Source::File(bytes)).0, "too-large");
}

#[test]
fn other_encodings_are_named_with_their_row() {
    let latin = b"type,name,label\ntext,a,A\ntext,b,\xC9t\xE9\n".to_vec();
    let imported = import(Source::Files(vec![("survey.csv".into(), latin)]));
    let problem = imported.errors().next().unwrap();
    assert_eq!((&problem.code, &problem.place), (&Code::WrongEncoding, &Place::cell("survey", 3, 2)));
    let utf16: Vec<u8> = "\u{feff}type,name".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(code_of(Source::Files(vec![("survey.csv".into(), utf16)])).0, "wrong-encoding");
}

#[test]
fn choices_come_from_files_beside_the_workbook() {
    let survey =
        "type,name,label,parameters\nselect_one_from_file ports.csv,port,Which port?,value=code label=called\n";
    let ports = "code,called,country\nbre,Brest,FR\nvig,Vigo,ES\n";
    let imported = import(files(&[("survey.csv", survey), ("ports.csv", ports)]));
    let definition = imported.definition.unwrap();
    let list = definition.choice_list("ports.csv").unwrap();
    let shown: Vec<(&str, &str, Option<&String>)> = list
        .choices
        .iter()
        .map(|c| (c.name.as_str(), c.label.read("", &definition.default_language), c.extra.get("country")))
        .collect();
    assert_eq!(shown, [("bre", "Brest", Some(&"FR".to_owned())), ("vig", "Vigo", Some(&"ES".to_owned()))]);
    let without = import(files(&[("survey.csv", survey)]));
    assert!(without.definition.is_some());
    assert!(without.problems.iter().any(|problem| problem.code == Code::ChoiceFileMissing));
}
