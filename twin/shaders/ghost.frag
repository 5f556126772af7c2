// What is planned and not begun: a pale volume with clear edges and faint floors.
#include "common.glsl"

in vec3 place, normal;
in vec3 wall;
flat in vec4 size, tint, window, traits, state, built, swatch;
out vec4 pixel;

void main() {
    vec3 n = normalize(normal), v = normalize(place - EYE);
    float wide_u = fwidth(wall.x), wide_h = fwidth(wall.y), top = size.x * size.y;
    float side = step(abs(n.z), .5);
    float edge = side * (1. - band(wall.x, wide_u, traits.z - wide_u, wide_u));
    edge = max(edge, side * band(wall.y, top - wide_h, top + 2., wide_h));
    float floors = side * pulse(wall.y / size.y, 0., .07, wide_h / size.y);
    float away = 1. - abs(dot(v, n));
    float alpha = .12 + .16 * away * away + .50 * edge + .14 * floors + .14 * (1. - side);
    float above = step(wall.y, top + .01);
#ifdef CLAY
    vec3 ink = mix(vec3(.173, .337, .498), vec3(1., .451, .098), state.w);
    pixel = vec4(ink, clamp(alpha * .75, 0., .9) * above);
#else
    vec3 ink = mix(vec3(.92, .97, 1.), vec3(.35, .55, .70) * .6, NIGHT);
    ink = mix(ink, vec3(1., .30, .03), state.w) / EXPOSURE;
    pixel = finish(ink, clamp(alpha, 0., .92) * above);
#endif
}
