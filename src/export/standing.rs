//! The secretariat's `participation.csv` of a round: how far each department is now, and whether its region has signed.

use super::{
    line::{Line, header},
    timestamp,
};
use crate::fieldwork::{
    region::Region,
    response::ResponseState,
    standing::{Asked, Department},
};

/// All columns; flags are 1 or 0.
pub const HEADERS: [&str; 14] = [
    "region",
    "country",
    "department",
    "department_type",
    "invited",
    "opened",
    "started",
    "submitted",
    "late",
    "accepted",
    "state",
    "signed_off",
    "deadline",
    "first_submitted_at",
];

/// Appends the line of headers.
pub fn write_header(out: &mut Vec<u8>) {
    header(HEADERS, out);
}

/// Appends the line of a department.
pub fn write_row(region: &Region, asked: &Asked, department: &Department, out: &mut Vec<u8>) {
    let flags = [
        department.invited_at.is_some(),
        department.is_opened(),
        department.is_started(),
        department.is_submitted(),
        department.is_late(asked.deadline),
        department.state == ResponseState::Accepted,
    ];
    let line = Line::begin(out).text(&region.code).text(&region.country).text(&department.name).text(&department.kind);
    let line = flags.iter().fold(line, |line, flag| line.plain(u8::from(*flag)));
    line.text(department.state.code())
        .plain(u8::from(asked.signed))
        .text(&timestamp(asked.deadline))
        .optional(department.submitted_at.map(timestamp))
        .end();
}
