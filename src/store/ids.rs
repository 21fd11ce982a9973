//! Identifier types as `uuid` columns.

use diesel::{
    deserialize::{self, FromSql, Queryable},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, Output, ToSql},
    sql_types::{Nullable, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::fieldwork::ids::{
    AccountId, AttachmentId, DepartmentId, InvitationId, QueryId, QuestionnaireId, RegionId, ResponseId, RoundId,
    VersionId,
};

macro_rules! uuid_columns {
    ($($name:ident),*) => {$(
        impl FromSql<SqlUuid, Pg> for $name {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                <Uuid as FromSql<SqlUuid, Pg>>::from_sql(value).map(Self)
            }
        }

        impl ToSql<SqlUuid, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<SqlUuid, Pg>::to_sql(&self.0, out)
            }
        }

        impl ToSql<Nullable<SqlUuid>, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<SqlUuid, Pg>::to_sql(&self.0, out)
            }
        }

        impl Queryable<SqlUuid, Pg> for $name {
            type Row = Self;

            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }

        impl AsExpression<SqlUuid> for $name {
            type Expression = <Uuid as AsExpression<SqlUuid>>::Expression;

            fn as_expression(self) -> Self::Expression {
                AsExpression::<SqlUuid>::as_expression(self.0)
            }
        }

        impl<'a> AsExpression<SqlUuid> for &'a $name {
            type Expression = <Uuid as AsExpression<SqlUuid>>::Expression;

            fn as_expression(self) -> Self::Expression {
                AsExpression::<SqlUuid>::as_expression(self.0)
            }
        }

        impl AsExpression<Nullable<SqlUuid>> for $name {
            type Expression = <Uuid as AsExpression<Nullable<SqlUuid>>>::Expression;

            fn as_expression(self) -> Self::Expression {
                AsExpression::<Nullable<SqlUuid>>::as_expression(self.0)
            }
        }

        impl<'a> AsExpression<Nullable<SqlUuid>> for &'a $name {
            type Expression = <Uuid as AsExpression<Nullable<SqlUuid>>>::Expression;

            fn as_expression(self) -> Self::Expression {
                AsExpression::<Nullable<SqlUuid>>::as_expression(self.0)
            }
        }
    )*};
}

uuid_columns!(
    AccountId,
    AttachmentId,
    DepartmentId,
    InvitationId,
    QueryId,
    QuestionnaireId,
    RegionId,
    ResponseId,
    RoundId,
    VersionId
);
