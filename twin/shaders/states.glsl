// What a building is (rows of twin/buildings.py) and how it stands at a time. Needs `owner` and the samplers.
const int TEXELS = 5;

vec4 building_row(int texel) {
    int i = int(owner);
    return texelFetch(buildings, ivec2(i & 511, (i >> 9) * TEXELS + texel), 0);
}

#ifndef CONTEXT
// Progress, occupancy, load and whether it can be let, at a time in months: two months mixed.
vec4 state_at(float month) {
    int i = int(owner), last = textureSize(states, 0).z - 1;
    float t = clamp(month, 0., float(last));
    int from = int(t);
    ivec2 xy = ivec2(i & 511, i >> 9);
    vec4 a = texelFetch(states, ivec3(xy, from), 0), b = texelFetch(states, ivec3(xy, min(from + 1, last)), 0);
    return mix(a, b, t - float(from));
}
#endif

// Storeys that stand: at least one as soon as there is progress, all only with the last of it.
float storeys_reached(float progress, float floors) {
    return progress <= .5 / 255. ? 0. : clamp(ceil(progress * floors - .001), 1., floors);
}
