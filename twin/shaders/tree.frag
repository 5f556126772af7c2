#include "common.glsl"

in vec3 place, normal;
flat in vec2 kind;
in float up;
out vec4 pixel;

#ifndef SHAPE
#define SHAPE 0
#endif

void main() {
    vec3 n = normalize(normal);
#ifdef CLAY
    vec3 c = kind.x > .5 ? vec3(.880, .892, .868) : vec3(.86);
    pixel = vec4(haze(c * clay_shade(n, 1.), place), 1.);
#else
#if SHAPE == 0
    vec3 leaf = mix(vec3(.175, .295, .085), vec3(.33, .42, .12), kind.y);
#elif SHAPE == 1
    vec3 leaf = mix(vec3(.34, .41, .10), vec3(.60, .50, .11), smoothstep(.45, .9, kind.y));
#else
    vec3 leaf = mix(vec3(.075, .185, .085), vec3(.13, .24, .10), kind.y);
#endif
    vec3 albedo = mix(vec3(.145, .095, .065), leaf, kind.x);
#if QUALITY == 0
    float lit = 1.;
#else
    float lit = sunlit(place, n);
#endif
    float facing = max(0., dot(n, SUN_DIRECTION) * .68 + .32);
    float shade = mix(.50, 1., up) * mix(.5, 1., open_sky(place, 2. + 6. * up));
    vec3 c = albedo * (SUN * facing * lit * .493 + ambient(n) * shade);
    float through = max(dot(normalize(place - EYE), SUN_DIRECTION), 0.);
    c += kind.x * albedo * SUN * through * through * through * through * .18 * lit;
    c += albedo * NIGHT * vec3(.16, .11, .06) * (1. - up);
    pixel = finish(haze(c, place), 1.);
#endif
}
