//! The shape of an expression in the notation of the vectors: `{binop-expr:+,{num:1.0},{num:2.0}}`.

use periplus::questionnaire::expression::ast::{Axis, Expr, ExprKind, NodeTest, Operator, PathExpr, Start, Step};

/// Writes the shape.
pub fn shape(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Number(number) => format!("{{num:{number:?}}}"),
        ExprKind::Text(text) => format!("{{str:'{text}'}}"),
        ExprKind::Variable(name) => format!("{{var:{name}}}"),
        ExprKind::Negate(inner) => format!("{{unop-expr:num-neg,{}}}", shape(inner)),
        ExprKind::Chain { first, rest } => rest.iter().fold(shape(first), |left, (operator, right)| {
            format!("{{binop-expr:{},{left},{}}}", symbol(*operator), shape(right))
        }),
        ExprKind::Call(call) => format!("{{func-expr:{},{}}}", call.name, list(&call.arguments, shape)),
        ExprKind::Path(path) => path_shape(path),
    }
}

fn path_shape(path: &PathExpr) -> String {
    let start = match &path.start {
        Start::Root => "abs".to_owned(),
        Start::Context => "rel".to_owned(),
        Start::Reference { name, .. } => name.clone(),
        Start::Expr(expr) => format!("{{filt-expr:{},{}}}", shape(expr), list(&path.predicates, shape)),
    };
    if path.steps.is_empty() && matches!(path.start, Start::Expr(_)) {
        return start;
    }
    format!("{{path-expr:{start},{}}}", list(&path.steps, step))
}

fn step(step: &Step) -> String {
    let test = match &step.test {
        NodeTest::Name(name) => name.clone(),
        NodeTest::Any => "*".to_owned(),
        NodeTest::AnyIn(prefix) => format!("{prefix}:*"),
        NodeTest::Node => "node()".to_owned(),
        NodeTest::Text => "text()".to_owned(),
        NodeTest::Comment => "comment()".to_owned(),
        NodeTest::Instruction(None) => "proc-instr()".to_owned(),
        NodeTest::Instruction(Some(target)) => format!("proc-instr('{target}')"),
    };
    let predicates =
        if step.predicates.is_empty() { String::new() } else { format!(",{}", list(&step.predicates, shape)) };
    let axis: Axis = step.axis;
    format!("{{step:{},{test}{predicates}}}", axis.name())
}

fn list<T>(items: &[T], write: fn(&T) -> String) -> String {
    format!("{{{}}}", items.iter().map(write).collect::<Vec<_>>().join(","))
}

fn symbol(operator: Operator) -> &'static str {
    match operator {
        Operator::Or => "or",
        Operator::And => "and",
        Operator::Equal => "==",
        Operator::NotEqual => "!=",
        Operator::Less => "<",
        Operator::LessOrEqual => "<=",
        Operator::Greater => ">",
        Operator::GreaterOrEqual => ">=",
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        Operator::Modulo => "%",
        Operator::Union => "union",
    }
}
