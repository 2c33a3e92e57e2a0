/// What somebody else says of a person. Only `issuer` and `subject` tell who it is: names and addresses may pass from
/// one person to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    pub issuer: String,
    pub subject: String,
    /// How they would like to be called, as an account is.
    pub name: String,
    pub nickname: String,
    pub mail: String,
    pub phone: String,
    pub groups: Vec<String>,
}
