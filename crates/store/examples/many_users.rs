//! Fills a data folder with drawn users for benches/users.sh, through the store and not by HTTP.
//!
//! `many_users DIR COUNT` makes COUNT users in 40 groups: Chinese and English nicknames, phones, mails, five roles.

use fovea_store::{Id, MadeUsers, NamedOrder, NewUserRow, PageRequest, Store, now};
use std::error::Error;
use std::path::Path;

const PART: usize = 2000;
const GROUPS: usize = 40;
const FAMILY: &str =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎";
const GIVEN: &str =
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国志海燕云飞春雪梅林峰波斌宇浩凯鹏辉晨思雨佳欣";

/// The same numbers every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }

    fn sign(&mut self, of: &str) -> char {
        let place = self.throw(of.chars().count());
        of.chars().nth(place).unwrap_or('x')
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (folder, count) = args.next().zip(args.next()).ok_or("give a folder and a number of users")?;
    let count: usize = count.parse()?;
    let store = Store::open(Path::new(&folder)).await?;
    let page = PageRequest { limit: 100, cursor: None };
    let roles = store.roles(None, None, NamedOrder::default(), &page).await?.items;
    let role = |key: &str| roles.iter().find(|r| r.key.as_deref() == Some(key)).map(|r| r.id);
    // From the commonest to the rarest.
    let keys = ["annotator", "platform_user", "reviewer", "auditor"];
    let roles: Vec<Id> = keys.iter().filter_map(|key| role(key)).collect();
    let mut groups = Vec::new();
    for number in 0..GROUPS {
        groups.push(store.create_group(&format!("line {number}"), "", &roles[..1], &[]).await?.id);
    }
    let mut dice = Dice(1);
    for begin in (0..count).step_by(PART) {
        let rows = (begin..count.min(begin + PART)).map(|n| user(n, &mut dice, &roles, &groups)).collect();
        if let MadeUsers::Taken(taken) = store.create_users(rows).await? {
            return Err(format!("{} names are taken: use an empty folder", taken.len()).into());
        }
    }
    println!("{count} users in {GROUPS} groups");
    store.close().await;
    Ok(())
}

fn user(number: usize, dice: &mut Dice, roles: &[Id], groups: &[Id]) -> NewUserRow {
    let nickname = match number % 10 {
        0 => format!("Worker {}", dice.throw(100_000)),
        _ => [FAMILY, GIVEN, GIVEN].map(|signs| dice.sign(signs)).iter().collect(),
    };
    // One in a thousand audits, one in fifty reviews.
    let role = match number {
        n if n % 1000 == 7 => 3,
        n if n % 50 == 3 => 2,
        n if n % 5 == 1 => 1,
        _ => 0,
    };
    let active = number % 20 != 5;
    let letters = ["w", "q", "op", "mt"][dice.throw(4)];
    NewUserRow {
        name: format!("{letters}{number:06}"),
        nickname,
        phone: format!("1{:02}{:04}{:04}", 30 + dice.throw(60), dice.throw(10_000), dice.throw(10_000)),
        mail: format!("{letters}{number:06}@plant{}.example", dice.throw(12)),
        role_ids: roles.get(role).copied().into_iter().collect(),
        group_ids: vec![groups[dice.throw(groups.len())]],
        // No hash of any password: nobody can log in with it.
        password_hash: active.then(|| "x".into()),
        invitation: (!active).then(|| (number.to_be_bytes().to_vec(), now() + 1000)),
        ..NewUserRow::default()
    }
}
