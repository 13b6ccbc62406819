mod explore;
mod world;
