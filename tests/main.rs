mod front_door;
