-- Of each word of one name, which word of another it is (from 1); NULL where it is none.
CREATE OR REPLACE TEMP MACRO name_places(one, other) AS
    list_transform(one, lambda v: list_position(list_transform(other, lambda w: words_alike(v, w)), true))
