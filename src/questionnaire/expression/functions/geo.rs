//! Measures on the globe, of points and traces written as text: `latitude longitude; latitude longitude…`.

use super::{Arguments, Function, Outcome, Parameter::Value as One, Parameter::Values, StaticType, Value};

/// Metres, as the field's programs have it.
const EARTH_RADIUS: f64 = 6_378_100.0;

/// Degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Point {
    latitude: f64,
    longitude: f64,
}

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("area", (1, None), &[Values], StaticType::Number, |arguments| {
        Ok(Value::Number(points(arguments)?.map_or(f64::NAN, |points| area(&points))))
    }),
    Function::new("distance", (1, None), &[Values], StaticType::Number, |arguments| {
        Ok(Value::Number(points(arguments)?.map_or(f64::NAN, |points| length(&points))))
    }),
    Function::new("geofence", (2, Some(2)), &[One], StaticType::Boolean, |arguments| {
        let (point, shape) = (arguments.text(0)?, arguments.text(1)?);
        let inside = read_point(&point).zip(read_points(&shape)).is_some_and(|(point, shape)| contains(&shape, point));
        Ok(Value::Boolean(inside))
    }),
];

/// The points of all arguments in a row; `None` where one is none.
fn points(arguments: &mut Arguments<'_, '_>) -> Outcome<Option<Vec<Point>>> {
    let mut all = Vec::new();
    for value in arguments.each(0)? {
        let text = value.as_string();
        if text.trim().is_empty() {
            continue;
        }
        match read_points(&text) {
            Some(points) => all.extend(points),
            None => return Ok(None),
        }
    }
    arguments.evaluator.count(all.len() as u64, arguments.span)?;
    Ok((!all.is_empty()).then_some(all))
}

fn read_points(text: &str) -> Option<Vec<Point>> {
    text.trim().trim_end_matches(';').split(';').map(read_point).collect()
}

/// Latitude and longitude; altitude and accuracy may follow.
fn read_point(text: &str) -> Option<Point> {
    let numbers: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    let [latitude, longitude, rest @ ..] = numbers.as_slice() else { return None };
    let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && rest.len() <= 2;
    on_earth.then_some(Point { latitude: *latitude, longitude: *longitude })
}

/// Square metres inside the closed line, to the hundredth.
fn area(points: &[Point]) -> f64 {
    if points.len() < 3 {
        return 0.0;
    }
    let next = points.iter().cycle().skip(1);
    let sum: f64 = points
        .iter()
        .zip(next)
        .map(|(from, to)| {
            let turn = (to.longitude - from.longitude).to_radians();
            turn * (2.0 + from.latitude.to_radians().sin() + to.latitude.to_radians().sin())
        })
        .sum();
    hundredths((sum * EARTH_RADIUS * EARTH_RADIUS / 2.0).abs())
}

/// Metres along the line, to the hundredth.
fn length(points: &[Point]) -> f64 {
    hundredths(points.windows(2).map(|pair| if let [from, to] = pair { distance(*from, *to) } else { 0.0 }).sum())
}

fn distance(from: Point, to: Point) -> f64 {
    if from == to {
        return 0.0;
    }
    let (north, south) = (from.latitude.to_radians(), to.latitude.to_radians());
    let turn = (from.longitude - to.longitude).to_radians();
    let cosine = north.sin() * south.sin() + north.cos() * south.cos() * turn.cos();
    cosine.clamp(-1.0, 1.0).acos() * EARTH_RADIUS
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// Does a ray from the point cross the closed line an odd number of times?
fn contains(shape: &[Point], point: Point) -> bool {
    let next = shape.iter().cycle().skip(1);
    let crossings = shape.iter().zip(next).filter(|(from, to)| {
        let between = (from.longitude > point.longitude) != (to.longitude > point.longitude);
        let slope = (to.latitude - from.latitude) / (to.longitude - from.longitude);
        between && point.latitude < slope * (point.longitude - from.longitude) + from.latitude
    });
    shape.len() >= 3 && crossings.count() % 2 == 1
}
